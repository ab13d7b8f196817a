"""Which of our themes stand for which label of the public data sets."""

MISC = "anecdotes/miscellaneous"

_AIRLINE = {
    "Late Flight": ("flight-delayed", "running-late"),
    "Cancelled Flight": ("flight-cancelled",),
    "Lost Luggage": ("bags-missing", "where-is-my-order", "late-delivery"),
    "Damaged Luggage": ("bags-damaged", "damaged-goods"),
    "Bad Flight": ("cabin-discomfort", "uncomfortable-place", "dirty-premises", "food-disappoints", "cold-food"),
    "Flight Attendant Complaints": ("rude-crew", "rude-or-rushed-staff", "not-greeted"),
    "Customer Service Issue": (
        "airline-help-unreachable", "phone-engaged", "missed-calls", "slow-support", "slow-first-reply", "slow-refund",
        "complaint-ignored", "chatbot-loop", "must-repeat-story", "no-follow-up", "silence-between-updates",
    ),
    "Flight Booking Problems": (
        "airline-booking-trouble", "hidden-fees", "hard-to-book", "payment-fails", "billing-errors", "login-trouble",
        "slow-website", "rewards-not-worth-it", "price-rise", "poor-value", "surprise-costs", "no-confirmation",
    ),
    "longlines": ("airport-lines", "long-queue", "waiting-to-order-or-pay"),
}  # fmt: skip
AIRLINE = {f"pain:{name}": label for label, names in _AIRLINE.items() for name in names}
"""Candidate to reason; what stands for none counts as wrong."""

_ASPECTS = {
    "service": ("pain:rude-or-rushed-staff", "pain:waiting-to-order-or-pay", "pain:not-greeted", "pain:long-queue",
                "pain:running-late", "pain:hard-to-book", "praise:friendly-staff", "praise:quick"),
    "food": ("pain:food-disappoints", "pain:cold-food", "pain:allergens-unclear", "pain:inconsistent-quality",
             "pain:too-much-choice", "praise:good-food", "praise:good-choice"),
    "price": ("pain:poor-value", "pain:price-rise", "pain:hidden-fees", "pain:surprise-invoice", "pain:price-not-shown",
              "praise:good-value"),
    "ambience": ("pain:uncomfortable-place", "pain:dirty-premises", "pain:crowded-peaks", "praise:nice-place"),
}  # fmt: skip
ASPECTS = {name: aspect for aspect, names in _ASPECTS.items() for name in names}
"""Candidate to aspect; everything else is miscellaneous."""
