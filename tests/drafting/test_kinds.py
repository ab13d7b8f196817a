"""A map speaks of this owner's kind of business and never of another kind within the trade."""

from collections.abc import Iterator

import pytest

from assistant.brief import Brief
from assistant.drafting import draft
from assistant.drafting.kinds import told
from assistant.drafting.match import has
from assistant.knowledge import Library
from assistant.knowledge.cards import IndustryCard
from assistant.model import JourneyMap
from assistant.review import leaves
from assistant.text import fold

OFFERS = {
    "air-travel": ("charter flights to the isles", "a small river ferry", "night coaches between cities", "airport lounges"),
    "automotive": ("an independent garage", "bike repair", "a hand car wash", "motorbike servicing", "boat engine repair"),
    "b2b-services": ("a web agency", "bookkeeping for bakers", "drone surveys of roofs", "recruitment of nurses", "translations"),
    "clinic": ("dental treatment", "a vet for farm animals", "hearing aids", "couples counselling", "foot care at home"),
    "ecommerce": ("dresses sold online", "scented candles", "printable planners", "fishing tackle by mail order"),
    "education": (
        "pottery classes", "maths tutoring for exams", "a coding club for kids", "piano lessons", "driving lessons",
        "Spanish classes", "sailing weekends", "first aid training",
    ),
    "events": ("a wedding florist", "axe throwing", "a barn venue", "bouncy castles for birthdays", "a brass band for hire"),
    "finance": ("an insurance broker", "a notary", "mortgage advice", "a debt advice line"),
    "food-maker": ("sourdough bread", "wedding cakes", "a craft brewery", "goat cheese from our farm"),
    "freelancer": ("portrait photography", "logo design", "copywriting", "voice recordings for games"),
    "gym": ("a yoga studio", "a women's football club", "a coworking space", "a climbing hall", "a chess club"),
    "home-services": ("a plumber", "an emergency locksmith", "solar panels", "dog walking", "a piano tuner", "chimney sweeping"),
    "hotel-travel": ("a guest house", "walking tours", "dog boarding", "a travel agency", "canoe hire"),
    "media": ("a local newspaper", "a history podcast", "cooking videos", "a crossword club by subscription"),
    "nonprofit": ("a food bank with donors", "an allotment society", "a parish hall", "a village museum", "a repair café"),
    "real-estate": ("house sales", "lettings for students", "commercial property", "garage plots"),
    "restaurant": ("a trattoria", "a coffee van", "a ghost kitchen for fried chicken", "a church café", "a wine bar"),
    "retail-store": ("a halal butcher", "a gift shop", "a bike shop", "a plant shop", "a comic shop"),
    "saas": ("rota software for care homes", "a vocabulary app", "a running app", "a puzzle game", "a family calendar"),
    "salon": ("a barber", "custom tattoos", "dog grooming", "sports massage", "henna painting"),
    "subscription-box": ("a veg box", "a mystery book box", "razor refills", "a monthly box of seeds"),
    "wholesale": ("steel components", "natural soap for gift shops", "coffee for restaurants", "rental costumes for theatres"),
}  # fmt: skip
TELLING = (
    "gearbox", "dash", "driver", "mot", "brakes", "bike", "rider", "exam", "learner", "recital", "licence",
    "homework", "lesson", "pupil", "child", "wedding", "bride", "married", "christening", "hair", "haircut",
    "shampoo", "mirror", "tattoo", "dog", "animal", "tooth", "gym", "workout", "machines", "boiler",
    "roof", "panels", "dust sheets", "spreadsheet", "boss", "pizza", "coffee", "chips", "allergens",
    "waiter", "flight", "airport", "plane", "passport", "tenant", "landlord", "laundry", "bedroom", "donor",
    "donation", "episode", "paywall", "candle", "bread", "pallet", "goods-in",     "premium", "payslips", "hotel", "breakfast", "housekeeping", "teacher", "treatment", "christmas", "vaccination",
)  # fmt: skip
"""Words that are at home in some kinds of business only."""


def drawn(trade: str, offer: str, library: Library) -> tuple[Brief, JourneyMap]:
    told_of = Brief.model_validate({"business": {"industry": f"industry:{trade}", "offer": offer}})
    return told_of, draft(told_of, library)


def shown(journey: JourneyMap) -> Iterator[str]:
    """Yield what a reader sees of the stages and the first steps; tools to count with stand for several trades."""
    yield journey.title
    for leaf in leaves(journey):
        if not leaf.path.startswith(("assumptions", "business")) and ".kpis[" not in leaf.path:
            yield leaf.text


@pytest.mark.parametrize(("trade", "offer"), [(trade, offer) for trade, offers in OFFERS.items() for offer in offers])
def test_no_line_speaks_of_another_kind_of_business(trade: str, offer: str, library: Library) -> None:
    brief, journey = drawn(trade, offer, library)
    card = library.get(IndustryCard, f"industry:{trade}")
    own = fold(" ".join((offer, card.title, *(kind.model_dump_json() for kind in told(card.kinds, brief)))))
    foreign = [word for word in TELLING if not has(own, word)]
    found = {(word, text) for text in shown(journey) for word in foreign if has(fold(text), word)}
    assert found == set()
