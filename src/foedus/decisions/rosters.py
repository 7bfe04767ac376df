"""Who sits in the bodies that ship: ISO 3166 codes, and the numbers that some rules weigh by."""

from __future__ import annotations


def _codes(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NATO = _codes(
    "ALB BEL BGR CAN CZE DEU DNK ESP EST FIN FRA GBR GRC HRV HUN ISL ITA LTU LUX LVA MKD MNE "
    "NLD NOR POL PRT ROU SVK SVN SWE TUR USA"
)
"""The members of the North Atlantic Treaty since 7 March 2024."""

PERMANENT = _codes("CHN FRA GBR RUS USA")
"""Permanent members of the Security Council (UN Charter, article 23)."""

ELECTED_2025 = _codes("DNK DZA GRC GUY KOR PAK PAN SLE SVN SOM")
"""Elected members of the Security Council in 2025."""

UNITED_NATIONS = _codes(
    "AFG ALB DZA AND AGO ATG ARG ARM AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BTN BOL BIH "
    "BWA BRA BRN BGR BFA BDI CPV KHM CMR CAN CAF TCD CHL CHN COL COM COG COD CRI CIV HRV CUB "
    "CYP CZE DNK DJI DMA DOM ECU EGY SLV GNQ ERI EST SWZ ETH FJI FIN FRA GAB GMB GEO DEU GHA "
    "GRC GRD GTM GIN GNB GUY HTI HND HUN ISL IND IDN IRN IRQ IRL ISR ITA JAM JPN JOR KAZ KEN "
    "KIR KWT KGZ LAO LVA LBN LSO LBR LBY LIE LTU LUX MDG MWI MYS MDV MLI MLT MHL MRT MUS MEX "
    "FSM MDA MCO MNG MNE MAR MOZ MMR NAM NRU NPL NLD NZL NIC NER NGA PRK MKD NOR OMN PAK PLW "
    "PAN PNG PRY PER PHL POL PRT QAT KOR ROU RUS RWA KNA LCA VCT WSM SMR STP SAU SEN SRB SYC "
    "SLE SGP SVK SVN SLB SOM ZAF SSD ESP LKA SDN SUR SWE CHE SYR TJK TZA THA TLS TGO TON TTO "
    "TUN TUR TKM TUV UGA UKR ARE GBR USA URY UZB VUT VEN VNM YEM ZMB ZWE"
)
"""The 193 members of the United Nations."""

LEAGUE_COUNCIL_1936 = _codes("GBR FRA ITA ARG AUS CHL DNK ECU ESP POL PRT ROU SUN TUR")
"""The Council of the League in March 1936; Germany had left it and Belgium had no seat."""

EU_POPULATION = {
    "AUT": 8_822_267, "BEL": 11_413_058, "BGR": 7_050_034, "CYP": 864_236, "CZE": 10_610_055,
    "DEU": 82_850_000, "DNK": 5_781_190, "ESP": 46_659_302, "EST": 1_319_133, "FIN": 5_513_130,
    "FRA": 67_221_943, "GRC": 10_738_868, "HRV": 4_105_493, "HUN": 9_778_371, "IRL": 4_838_259,
    "ITA": 60_483_973, "LTU": 2_808_901, "LUX": 602_005, "LVA": 1_934_379, "MLT": 475_701,
    "NLD": 17_181_084, "POL": 37_976_687, "PRT": 10_291_027, "ROU": 19_523_621, "SVK": 5_443_120,
    "SVN": 2_066_880, "SWE": 10_120_242,
}  # fmt: skip
"""Residents on 1 January 2018 (Eurostat), after the United Kingdom left."""

CAPABILITY = {
    "ALB": 1, "BEL": 16, "BGR": 4, "CAN": 69, "CZE": 11, "DEU": 152, "DNK": 14, "ESP": 42,
    "EST": 2, "FIN": 17, "FRA": 155, "GBR": 206, "GRC": 22, "HRV": 4, "HUN": 14, "ISL": 0,
    "ITA": 89, "LTU": 5, "LUX": 1, "LVA": 2, "MKD": 1, "MNE": 0, "NLD": 43, "NOR": 21, "POL": 37,
    "PRT": 7, "ROU": 16, "SVK": 6, "SVN": 3, "SWE": 23, "TUR": 18,
}  # fmt: skip
"""Military expenditure in 2022 of the members of NATO other than the United States, in thousandths
of the whole (derived from Correlates of War, National Material Capabilities 7.0; Singer 1987)."""
