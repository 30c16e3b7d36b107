"""Django prints the common era under Thai names of months, which reads as a wrong year: the era is named.

Everything of ours goes through `portal.thai.dates` and shows the Buddhist era.
"""

DATE_FORMAT = "j F ค.ศ. Y"
DATETIME_FORMAT = "j F ค.ศ. Y, G:i"
SHORT_DATE_FORMAT = "j M ค.ศ. Y"
SHORT_DATETIME_FORMAT = "j M ค.ศ. Y, G:i"
