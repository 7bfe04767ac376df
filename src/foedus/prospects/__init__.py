"""With what chance, and after how many days, each step of an arrangement comes."""

from foedus.prospects.chain import Chain, chain
from foedus.prospects.outlook import Prospects, prospects
from foedus.prospects.stances import Stand, stand
from foedus.prospects.steps import StepProspect

__all__ = ["Chain", "Prospects", "Stand", "StepProspect", "chain", "prospects", "stand"]
