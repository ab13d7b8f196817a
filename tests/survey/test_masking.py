"""Personal data is masked; what only looks like it is left alone."""

import pytest

from assistant.masking import mask, mask_all

PERSONAL = {
    "write to jo.bloggs@example.co.uk": "write to [email]",
    "jo (at) example (dot) com": "[email]",
    "ring 07700 900123 please": "ring [phone] please",
    "(800) 428-4322": "[phone]",
    "+49 170 1234567": "[phone]",
    "card 4111 1111 1111 1111": "card [card]",
    "IBAN DE89 3704 0044 0532 0130 00": "IBAN [iban]",
    "my ip is 192.168.0.1": "my ip is [ip]",
    "I live at 12 Baker Street": "I live at [address]",
    "My name is Anna Schmidt and": "My name is [name] and",
    "see https://example.com/x?y=1 now": "see [link] now",
    "@someone did it": "[handle] did it",
    "order number AB-12345 is late": "order number [id number] is late",
}


@pytest.mark.parametrize("text", PERSONAL)
def test_personal_data_is_masked(text: str):
    assert mask(text) == PERSONAL[text]


@pytest.mark.parametrize(
    "text",
    ["the 2024-2025 season", "it cost 1 200 000 dollars", "$1,234,567", "from 10.12.2019 to", "flight 1234 at 10:20",
     "This is great", "waited 3-4 hours", "9/10 would recommend", "100% of the time", "My Room 101 was fine"],
)  # fmt: skip
def test_what_only_looks_personal_is_left_alone(text: str):
    assert mask(text) == text


def test_masking_counts_what_it_found():
    masked = mask_all(["a@b.com and c@d.com", "nothing here"])
    assert masked.found == (("[email]", 2),)
    assert masked.texts[1] == "nothing here"
