"""What stands in a deed by id, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.deeds.themes import theme_names
from services.deeds.words.deed import GROUPS, STAGES
from shared.vocabulary import REGIONS, SECTORS, names_in
from shared.web.language import language


def stage_name(stage: str) -> str:
    return str(STAGES.get(stage, stage))


def sector_name(sector: str) -> str:
    return names_in(SECTORS, language()).get(sector, sector)


def region_name(region: str) -> str:
    return names_in(REGIONS, language()).get(region, region)


def theme_rows(themes: Iterable[str]) -> list[tuple[str, str]]:
    """(id, name) of each."""
    names = theme_names(language())
    return [(theme, names.get(theme, theme)) for theme in themes]


def group_names(groups: Iterable[str]) -> str:
    return ", ".join(str(GROUPS.get(group, group)) for group in groups)


def in_own_language(texts: Mapping[str, str]) -> str:
    """One of a text's three languages: the reader's, else Finnish."""
    return texts.get(language()) or texts.get("fi", "")
