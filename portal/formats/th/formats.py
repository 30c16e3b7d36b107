"""Django prints the common era under Thai names of months, which reads as a wrong year: the era is named.

What is shown has the Buddhist era all the same: `portal.formats.era` puts it in the place of "ค.ศ. Y". Everything of ours
goes through `portal.thai.dates`.
"""

DATE_FORMAT = "j F ค.ศ. Y"
YEAR_MONTH_FORMAT = "F ค.ศ. Y"
DATETIME_FORMAT = "j F ค.ศ. Y, G:i"
SHORT_DATE_FORMAT = "j M ค.ศ. Y"
SHORT_DATETIME_FORMAT = "j M ค.ศ. Y, G:i"
