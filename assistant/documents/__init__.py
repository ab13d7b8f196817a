"""What files for people are made with, whatever they tell: inert text, inert pages, typeset pages, steady archives."""
