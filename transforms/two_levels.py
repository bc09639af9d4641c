"""The day from which there are two levels of units, province and commune: what asks for nothing but this day loads no law."""

from datetime import date

#: The district level ended on this day, in the whole country (DOMAIN §4.2, RULINGS 15).
DISTRICT_END = date(2025, 7, 1)
