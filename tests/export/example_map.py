"""A rich map written by hand: a swim school for adults, with survey answers, used to look at every export."""

import json
from collections.abc import Callable

from assistant.model import (
    Assumed,
    Assumption,
    Baseline,
    Basis,
    Business,
    Contradiction,
    Emotion,
    FromCard,
    FromSurvey,
    JourneyMap,
    Kpi,
    MomentOfTruth,
    Opportunity,
    OwnerSaid,
    PainPoint,
    Persona,
    RetentionTactic,
    Source,
    Stage,
    Statement,
    TopAction,
    Touchpoint,
)

SAID = {
    1: "I run Tideline, a swim school for grown-ups. We teach adults who never learnt, in the pool of a hotel in "
    "Falmouth.",
    2: "Mostly people in their forties and fifties, often a mum or dad whose children swim better than they do. "
    "They are scared, and embarrassed about being scared.",
    3: "I want more of them to go on after the first course. Most stop after six lessons.",
    4: "A friend tells them, or they find us on Google. Some pick up the leaflet at the doctor's surgery.",
    5: "They ring me or send an email. I'm in the water from 9 till 1 so I ring back in the evening, if I get to it.",
    6: "They book a block of six, £138, by bank transfer. The first one they nearly always try to cancel the night "
    "before.",
    7: "Groups of four, warm pool, I'm in the water with them the whole time. The first time they float is the best "
    "moment of my job.",
    8: "After lesson six I say well done and that's it really. There is a WhatsApp group but it's quiet.",
    9: "The changing room is shared with hotel guests, people hate that. And parking.",
    10: "About 2 in 10 book another block. I had 41 people start this year.",
    11: "I can do three hours a week and I've maybe 50 quid to spend.",
}
ANSWERS = {
    "r4": "Rang twice and nobody picked up, nearly gave up on the whole idea.",
    "r9": "I was so nervous I sat in the car for ten minutes. Nobody tells you where to go.",
    "r12": "Getting changed next to hotel guests in front of strangers was the worst part of it all.",
    "r17": "Finally put my face in the water!! Cried in the car afterwards, happy tears.",
    "r21": "I'd have carried on but nobody asked me what I wanted to do next and then it was over.",
    "r26": "Honestly the changing rooms. I'd pay more for a private one.",
}
CARDS = {
    "tactic:fast-lead-reply": ("Answer enquiries fast", "some", ("Oldroyd et al., Harvard Business Review (2011)",)),
    "tactic:expectation-setting": ("Say what will happen", "practice", ()),
    "tactic:onboarding-checklist": ("A first-visit checklist", "practice", ()),
    "tactic:rebook-at-checkout": ("Book the next one before they leave", "practice", ()),
    "tactic:ask-for-introduction": ("Ask for one introduction", "practice", ()),
    "tactic:review-request": ("Ask everyone for a review", "some", ("Spiegel Research Center (2017)",)),
    "tactic:appointment-reminders": ("Remind before the appointment", "strong", ("Review of randomised trials",)),
    "tactic:win-back-campaign": ("Ask back those who stopped", "vendor", ("Figures published by e-mail tools",)),
    "tactic:first-month-habit": ("Help the habit in the first month", "some", ("Lally et al. (2010)",)),
    "touchpoint:map-listing": ("Map listing", "practice", ()),
    "touchpoint:faq-help-page": ("Help page", "practice", ()),
    "industry:gym": ("Gyms, pools and studios", "practice", ()),
    "emotion:purchase": ("How buying feels", "some", ("Lemon & Verhoef, Journal of Marketing (2016)",)),
    "pain:intimidated-newcomers": ("Newcomers feel out of place", "practice", ()),
    "method:leaver-interviews": ("Ask those who left", "practice", ()),
    "method:self-walkthrough": ("Walk through it yourself", "practice", ()),
    "method:desk-data-review": ("Look at what you already have", "practice", ()),
    "kpi:lead-response-time": ("Time to first reply", "some", ("Oldroyd et al., Harvard Business Review (2011)",)),
    "kpi:no-show-rate": ("No-show rate", "practice", ()),
    "kpi:csat": ("Share of satisfied customers", "practice", ()),
    "kpi:visit-frequency": ("Visits per person", "practice", ()),
    "kpi:win-back-rate": ("Share who come back", "practice", ()),
}


def said(turn: int, quote: str) -> OwnerSaid:
    """The owner said it."""
    return OwnerSaid(turns=(turn,), quote=quote)


def asked(response: str, quote: str, count: int) -> FromSurvey:
    """Customers said it."""
    return FromSurvey(responses=(response,), quote=quote, count=count)


def card(*ids: str) -> FromCard:
    """A card says it."""
    return FromCard(cards=ids)


def guess(why: str = "typical for people who learn to swim late", *ids: str, turns: tuple[int, ...] = ()) -> Assumed:
    """Nobody said it."""
    return Assumed(why=why, cards=ids, turns=turns)


def say(text: str, basis: Basis) -> Statement:
    """One statement."""
    return Statement(text=text, basis=basis)


def meet(name: str, channel: str, basis: Basis, owner: str = "brand", status: str = "exists") -> Touchpoint:
    """One touchpoint."""
    return Touchpoint.model_validate(
        {"name": name, "channel": channel, "owner": owner, "status": status, "basis": basis}
    )


def feel(valence: int, word: str, because: str, basis: Basis) -> Emotion:
    """One feeling."""
    return Emotion(valence=valence, word=word, because=because, basis=basis)


def pain(number: int, text: str, severity: int, basis: Basis, share: float | None = None) -> PainPoint:
    """One pain."""
    return PainPoint(id=f"pain-{number}", text=text, severity=severity, basis=basis, share=share)


SCARED = said(2, "They are scared, and embarrassed about being scared.")
EVENING = said(5, "I ring back in the evening, if I get to it")
CHANGING = asked("r12", "Getting changed next to hotel guests in front of strangers was the worst part of it all.", 11)
UNASKED = asked("r21", "nobody asked me what I wanted to do next and then it was over", 14)
CAR = asked("r9", "I was so nervous I sat in the car for ten minutes. Nobody tells you where to go.", 9)
FLOAT = asked("r17", "Finally put my face in the water!!", 16)
WELL_DONE = said(8, "After lesson six I say well done and that's it really.")
AGAIN = said(10, "About 2 in 10 book another block.")

HEAR = Stage(
    id="stage:awareness",
    name="Hear it is possible",
    customer_goal=say("I want to know that people my age really do learn this.", guess()),
    actions=(
        say("Hears from a friend who did it", said(4, "A friend tells them")),
        say("Searches “adult swimming lessons near me” late in the evening", guess("how such searches usually go")),
    ),
    thoughts=(say("“I am too old and everyone will watch.”", guess()),),
    touchpoints=(
        meet("A friend’s story", "referral", said(4, "A friend tells them"), "social"),
        meet("Google", "search", said(4, "they find us on Google")),
        meet("Leaflet at the surgery", "partner", said(4, "the leaflet at the doctor's surgery"), "partner"),
        meet("Map listing with photos of the warm pool", "maps", card("touchpoint:map-listing"), status="suggested"),
    ),
    emotion=feel(0, "torn", "the wish is old, and so is the fear", SCARED),
    kpis=(
        Kpi(
            kpi="kpi:listing-actions",
            name="Calls from the map listing",
            formula="Calls and clicks on the listing per month",
            unit="per month",
            direction="up",
            how_to_measure="The monthly figures that Google shows for your Business Profile",
            basis=card("industry:gym"),
        ),
    ),
    backstage=say("Leaflets are restocked when the surgery rings", guess("nobody has said who does it")),
    owner="You",
    basis=card("industry:gym"),
)

ASK = Stage(
    id="stage:consideration",
    name="Dare to ask",
    customer_goal=say("I want a person to tell me, kindly, that I will not be the worst one there.", SCARED),
    actions=(
        say("Rings, or writes an e-mail and deletes it twice", guess()),
        say("Waits for the call back", EVENING),
    ),
    thoughts=(say("“If nobody answers, that was a sign.”", guess("from what one respondent nearly did", turns=(5,))),),
    touchpoints=(
        meet("Phone call", "phone", said(5, "They ring me or send an email.")),
        meet("E-mail", "email", said(5, "They ring me or send an email.")),
        meet("A page that answers what people fear", "website", card("touchpoint:faq-help-page"), status="suggested"),
    ),
    emotion=feel(
        -1,
        "exposed",
        "asking means admitting it; then nobody picks up",
        asked("r4", "Rang twice and nobody picked up", 6),
    ),
    pains=(
        pain(
            1,
            "Nobody answers between nine and one",
            3,
            asked("r4", "Rang twice and nobody picked up, nearly gave up on the whole idea.", 6),
            13.6,
        ),
        pain(2, "What the first lesson is like stands nowhere", 2, guess("the website was not mentioned")),
    ),
    moment_of_truth=MomentOfTruth(
        why="It took them years to make this call. Whoever answers first and warmly keeps them.",
        basis=card("tactic:fast-lead-reply"),
    ),
    opportunities=(
        Opportunity(
            text="A missed-call text that goes out by itself: “In the water with a class. I ring you at 1.30. – Jo”",
            answers="pain-1",
            tactic="tactic:fast-lead-reply",
            kpi="kpi:lead-response-time",
            reason="Unanswered calls lose people who plucked up courage; a named time keeps the door open; the time "
            "to first reply shows whether it works.",
            customer_value="Knows within a minute that a person will ring, and when",
            business_value="Fewer of your enquiries go cold while you teach",
            effort="S",
            first_step="Write the text tonight and switch on the auto-reply in your phone’s settings",
            owner="You",
            basis=card("tactic:fast-lead-reply"),
        ),
    ),
    kpis=(
        Kpi(
            kpi="kpi:lead-response-time",
            name="Time to first reply",
            formula="Hours from the enquiry to your first personal answer, the middle one of ten",
            unit="hours",
            direction="down",
            how_to_measure="Note the hours for the next ten enquiries on paper",
            basis=card("kpi:lead-response-time"),
        ),
    ),
    backstage=say(
        "You teach from nine till one; nobody else can take the phone", said(5, "I'm in the water from 9 till 1")
    ),
    owner="You",
    basis=said(5, "They ring me or send an email."),
)

BOOK = Stage(
    id="stage:purchase",
    name="Book the six",
    customer_goal=say("I want to commit before I lose heart.", guess()),
    actions=(say("Pays £138 by bank transfer", said(6, "They book a block of six, £138, by bank transfer.")),),
    thoughts=(say("“What if I am the only one who panics?”", SCARED),),
    touchpoints=(meet("Bank transfer", "website", said(6, "by bank transfer"), "partner"),),
    emotion=feel(
        1, "brave", "it is done and cannot be put off again", guess("a pattern at this point", "emotion:purchase")
    ),
    pains=(pain(3, "No word between paying and the first lesson", 2, guess("nothing was said about it")),),
    kpis=(
        Kpi(
            kpi="kpi:booking-conversion-rate",
            name="Enquiries that become a booking",
            formula="Bookings ÷ enquiries, per month",
            unit="%",
            direction="up",
            how_to_measure="Two tally marks in your diary: one per call, one per booking",
            basis=card("industry:gym"),
        ),
    ),
    owner="You",
    basis=said(6, "They book a block of six"),
)

BEFORE = Stage(
    id="stage:onboarding",
    name="The night before",
    customer_goal=say("I want to know exactly what will happen to me tomorrow.", CAR),
    actions=(
        say("Tries to cancel", said(6, "The first one they nearly always try to cancel the night before.")),
        say("Sits in the car park, looks for the entrance", CAR),
    ),
    thoughts=(
        say("“Where do I go? What do I wear? Who will see me?”", CAR),
        say("“I could still drive home.”", guess()),
    ),
    touchpoints=(
        meet("Hotel car park", "store", said(9, "And parking."), "partner"),
        meet("Shared changing room", "store", said(9, "The changing room is shared with hotel guests"), "partner"),
        meet(
            "A message the evening before, with a photo of the door",
            "messaging",
            card("tactic:expectation-setting"),
            status="suggested",
        ),
    ),
    emotion=feel(-2, "terrified", "nobody has told them where to go, and strangers are about", CAR),
    pains=(
        pain(4, "Changing among hotel guests", 3, CHANGING, 25.0),
        pain(5, "No idea where to park and which door to take", 2, CAR, 20.5),
    ),
    moment_of_truth=MomentOfTruth(
        why="This is where they turn back: nearly everybody tries to cancel the first lesson.",
        basis=said(6, "The first one they nearly always try to cancel the night before."),
    ),
    opportunities=(
        Opportunity(
            text="A short message at six the evening before: where to park, which door, what to wear, "
            "“you will not have to put your face in the water”",
            answers="pain-5",
            tactic="tactic:expectation-setting",
            kpi="kpi:no-show-rate",
            reason="Fear feeds on not knowing; a picture of the door takes the unknown away; fewer empty places "
            "in lesson one would show it.",
            customer_value="Arrives knowing every step from the car to the water",
            business_value="Fewer calls the night before, fewer empty places",
            effort="S",
            first_step="Take four photos on your way in tomorrow and save one message you can send every week",
            owner="You",
            basis=card("tactic:expectation-setting", "tactic:appointment-reminders"),
        ),
        Opportunity(
            text="Ask the hotel for the staff changing room for half an hour on course days",
            answers="pain-4",
            tactic="tactic:onboarding-checklist",
            kpi="kpi:csat",
            reason="It is the complaint that most answers name; the hotel can end it with a key.",
            customer_value="Gets changed unseen",
            business_value="Takes away the worst part of your best hour",
            effort="M",
            first_step="Ask the duty manager for one trial week in January",
            owner="You and the hotel",
            basis=asked("r26", "I'd pay more for a private one.", 11),
        ),
    ),
    kpis=(
        Kpi(
            kpi="kpi:no-show-rate",
            name="Empty places in lesson one",
            formula="People who booked and did not come ÷ people who booked",
            unit="%",
            direction="down",
            target="half of what it is after ten courses",
            how_to_measure="Your register of lesson one",
            basis=card("kpi:no-show-rate"),
        ),
    ),
    backstage=say(
        "The hotel unlocks the pool at 8.45 and decides who changes where", said(9, "shared with hotel guests")
    ),
    owner="You, with the hotel",
    basis=said(6, "try to cancel the night before"),
)

FLOATING = Stage(
    id="stage:use",
    name="Let go and float",
    customer_goal=say("I want to trust the water, and the person beside me.", said(7, "I'm in the water with them")),
    actions=(
        say("Holds on to the edge, then to the teacher, then to nothing", said(7, "The first time they float")),
        say("Puts the face in for the first time", FLOAT),
    ),
    thoughts=(say("“I am actually doing it.”", FLOAT),),
    touchpoints=(meet("Lesson in a group of four", "store", said(7, "Groups of four, warm pool")),),
    emotion=feel(2, "overjoyed", "something they had given up on just happened", FLOAT),
    moment_of_truth=MomentOfTruth(
        why="The first float is what they will tell people about.",
        basis=said(7, "The first time they float is the best moment"),
    ),
    owner="You",
    basis=said(7, "Groups of four, warm pool"),
)

END = Stage(
    id="stage:retention",
    name="Lesson six, and then?",
    customer_goal=say("I want to know what comes next for someone like me.", UNASKED),
    actions=(say("Hears “well done”, dries off, drives home", WELL_DONE),),
    thoughts=(say("“I’d have carried on.”", UNASKED),),
    touchpoints=(
        meet("Last words at the poolside", "store", WELL_DONE),
        meet("Quiet WhatsApp group", "messaging", said(8, "There is a WhatsApp group but it's quiet.")),
        meet("A card with “your next six”", "store", card("tactic:rebook-at-checkout"), status="suggested"),
    ),
    emotion=feel(-1, "dropped", "the best six weeks end without a next step", UNASKED),
    pains=(pain(6, "Nobody asks what they would like to do next", 3, UNASKED, 31.8),),
    moment_of_truth=MomentOfTruth(
        why="Eight in ten go no further, and a third of answers say nobody asked.", basis=AGAIN
    ),
    opportunities=(
        Opportunity(
            text="In lesson five, ask each of them: “What would you like to do in water next summer?” and hand "
            "over the dates of the next block",
            answers="pain-6",
            tactic="tactic:rebook-at-checkout",
            kpi="kpi:rebooking-rate",
            reason="They stop because nobody asks; a date in the hand before the last lesson makes going on the easy "
            "thing; the share who book again shows it.",
            customer_value="A next step that is theirs",
            business_value="A second block costs you no new customer",
            effort="S",
            first_step="Print eight cards with the January dates and take them to Thursday’s lesson five",
            owner="You",
            basis=card("tactic:rebook-at-checkout"),
        ),
    ),
    kpis=(
        Kpi(
            kpi="kpi:rebooking-rate",
            name="People who book another block",
            formula="Starters who book a second block ÷ all starters",
            unit="%",
            direction="up",
            baseline=Baseline(value=20, unit="%", words="About 2 in 10", basis=AGAIN),
            target="3 in 10 by the summer",
            how_to_measure="Your list of names, counted per course",
            basis=card("industry:gym"),
        ),
    ),
    retention_tactics=(
        RetentionTactic(
            tactic="tactic:rebook-at-checkout",
            name="The next six, offered in lesson five",
            trigger="Lesson five of every course",
            action="Hand over a card with dates and keep the place for a week",
            channel="store",
            timing="One week before the end, while the joy is fresh",
            kpi="kpi:rebooking-rate",
            effort="S",
            basis=card("tactic:rebook-at-checkout"),
        ),
    ),
    owner="You",
    basis=WELL_DONE,
)

TELL = Stage(
    id="stage:advocacy",
    name="Tell the others",
    customer_goal=say("I want somebody else to have this too.", guess()),
    actions=(say("Tells a friend at the school gate", guess("friends are how most find you", turns=(4,))),),
    touchpoints=(
        meet("Talk among friends", "referral", said(4, "A friend tells them"), "social"),
        meet("A request for a review, with the link", "sms", card("tactic:review-request"), status="suggested"),
    ),
    emotion=feel(1, "proud", "they did what they had been afraid of for years", FLOAT),
    pains=(pain(7, "Nobody makes it easy to pass it on", 1, guess("no request was mentioned", turns=(8,))),),
    opportunities=(
        Opportunity(
            text="Two days after lesson six: a photo from the pool steps, the review link, and “who else do you know?”",
            answers="pain-7",
            tactic="tactic:ask-for-introduction",
            kpi="kpi:referral-rate",
            reason="Most come through a friend already; asking at the proudest moment makes more of it.",
            customer_value="A picture to be proud of",
            business_value="The channel that already works, fed on purpose",
            effort="S",
            first_step="Ask this week’s four whether they would like a photo",
            owner="You",
            basis=card("tactic:ask-for-introduction", "tactic:review-request"),
        ),
    ),
    kpis=(
        Kpi(
            kpi="kpi:referral-rate",
            name="New people sent by a friend",
            formula="New starters who name a friend ÷ all new starters",
            unit="%",
            direction="up",
            how_to_measure="Ask “how did you hear of us?” on the phone and write it in the list",
            basis=card("industry:gym"),
        ),
    ),
    retention_tactics=(
        RetentionTactic(
            tactic="tactic:first-month-habit",
            name="Sunday swim together",
            trigger="A course has ended",
            action="Post one time and place a week in the WhatsApp group and be there the first two times",
            channel="messaging",
            timing="The first four Sundays after lesson six",
            kpi="kpi:visit-frequency",
            effort="M",
            caution="Ask before you add anyone to a group in which others see their number.",
            basis=card("tactic:first-month-habit"),
        ),
    ),
    owner="You",
    basis=guess("you did not mention this part", turns=(8,)),
)

BACK = Stage(
    id="stage:exit",
    name="Drift off, or come back",
    customer_goal=say("I want a way back in that does not feel like failing.", guess()),
    actions=(say("Means to practise, and does not", guess("how new habits usually go", "tactic:first-month-habit")),),
    touchpoints=(
        meet(
            "A note in spring: “Same pool, same four, shall we?”",
            "sms",
            card("tactic:win-back-campaign"),
            status="suggested",
        ),
    ),
    emotion=feel(0, "wistful", "it was good, and it is slipping away", guess()),
    retention_tactics=(
        RetentionTactic(
            tactic="tactic:win-back-campaign",
            name="A spring note to this year’s starters",
            trigger="Four months without a booking",
            action="One personal text, no discount, with two dates",
            channel="sms",
            timing="The first warm week of April",
            kpi="kpi:win-back-rate",
            effort="S",
            caution="Check that they agreed to hear from you by text.",
            basis=card("tactic:win-back-campaign"),
        ),
    ),
    owner="You",
    basis=guess("every course has people who fade"),
)


def _sources() -> tuple[Source, ...]:
    turns = (Source(id=f"turn:{n}", kind="turn", title=f"Message {n}", text=text) for n, text in SAID.items())
    answers = (
        Source(id=f"response:{n}", kind="response", title=f"Answer {n}", text=text) for n, text in ANSWERS.items()
    )
    cards = (
        Source.model_validate(
            {"id": id, "kind": "card", "title": title, "strength": strength, "cites": cites,
             "text": f"{title}. A short text in plain words that says when it helps and when it does not."}
        )
        for id, (title, strength, cites) in CARDS.items()
    )  # fmt: skip
    return (*turns, *answers, *cards)


EXAMPLE = JourneyMap(
    title="I want to swim in the sea with my children next summer",
    business=Business(
        name="Tideline",
        offer="Swimming lessons for adults who never learnt",
        model="b2c",
        industry="industry:gym",
        place="Falmouth",
        price="£138 for six lessons",
        basis=said(1, "I run Tideline, a swim school for grown-ups."),
    ),
    persona=Persona(
        name="Karen, 47",
        who="a parent whose children swim better than she does; scared, and embarrassed about it",
        goals=(say("to be in the water with her children", guess("from what you said about parents", turns=(2,))),),
        worries=(say("being watched", SCARED),),
        basis=said(2, "often a mum or dad whose children swim better than they do"),
    ),
    scenario=say(
        "From hearing that grown-ups can still learn it, over a block of six lessons, to the summer after.", AGAIN
    ),
    stages=(HEAR, ASK, BOOK, BEFORE, FLOATING, END, TELL, BACK),
    top_actions=(
        TopAction(
            text="Hand over the next dates in lesson five",
            when="This Thursday",
            stage=5,
            tactic="tactic:rebook-at-checkout",
            kpi="kpi:rebooking-rate",
            effort="S",
            why="A third of answers say nobody asked them; it costs a few printed cards.",
            basis=card("tactic:rebook-at-checkout"),
        ),
        TopAction(
            text="Send the evening-before message with a photo of the door",
            when="Before the next first lesson",
            stage=3,
            tactic="tactic:expectation-setting",
            kpi="kpi:no-show-rate",
            effort="S",
            why="The lowest point of the journey, and it can be lifted with four photos.",
            basis=card("tactic:expectation-setting"),
        ),
        TopAction(
            text="Switch on the missed-call text",
            when="Tonight",
            stage=1,
            tactic="tactic:fast-lead-reply",
            kpi="kpi:lead-response-time",
            effort="S",
            why="You cannot answer from nine till one; your phone can.",
            basis=card("tactic:fast-lead-reply"),
        ),
    ),
    contradictions=(
        Contradiction(
            topic="Why they stop after six",
            owner_view=say(
                "They stop because they have learnt what they came for.", guess("how you put it", turns=(3,))
            ),
            customer_view=say("They would have gone on, but nobody asked them.", UNASKED),
        ),
        Contradiction(
            topic="Parking or changing",
            owner_view=say("Both are hated.", said(9, "people hate that. And parking.")),
            customer_view=say("The changing room is named eleven times, parking on its own never.", CHANGING),
        ),
    ),
    kept_apart=(
        say(
            "The surgery that hands out the leaflet has its own reasons; it belongs on a map of partners.",
            said(4, "the leaflet at the doctor's surgery"),
        ),
    ),
    assumptions_to_validate=(
        Assumption(
            text="They keep quiet after booking because nothing arrives from you.",
            find_out="Ask the next five, on the day: “What did you do between paying and coming here?”",
            method="method:leaver-interviews",
            basis=guess("nothing was said about it"),
        ),
        Assumption(
            text="Nobody finds on your website what the first lesson is like.",
            find_out="Look at it on your phone as if you were Karen, and write down what is missing.",
            method="method:self-walkthrough",
            basis=guess("the website was not mentioned"),
        ),
        Assumption(
            text="Friends bring more people than Google does.",
            find_out="Go through this year’s 41 names and write down how each found you.",
            method="method:desk-data-review",
            basis=guess("friends are how most find you", turns=(4,)),
        ),
    ),
    notes=("Forty-four people answered the survey; small numbers: read the quotes, not the decimals.",),
    sources=_sources(),
)


NOT_WORDS = {
    "id", "kind", "channel", "card", "kpi", "tactic", "effort", "direction", "method", "strength", "schema_version",
    "answers", "model", "industry", "cards", "responses", "status", "unit",
}  # fmt: skip
"""Fields of a map that hold ids and choices."""


def rewritten(map: JourneyMap, change: Callable[[str], str]) -> JourneyMap:
    """Return `map` with every text of a person or a card put through `change`."""

    def within(value: object, field: str = "") -> object:
        if isinstance(value, dict):
            touchpoint = "channel" in value and "status" in value
            return {
                name: inner if name in NOT_WORDS or (touchpoint and name == "owner") else within(inner, name)
                for name, inner in value.items()
            }
        if isinstance(value, list):
            return [within(inner, field) for inner in value]
        return change(value) if isinstance(value, str) else value

    return JourneyMap.model_validate_json(json.dumps(within(json.loads(map.model_dump_json()))))
