"""The ids that everything is called by: texts, told apart by type."""

from __future__ import annotations

from typing import NewType

ElectionId = NewType("ElectionId", str)
ContestId = NewType("ContestId", str)
SelectionId = NewType("SelectionId", str)
RowId = NewType("RowId", str)  # "10", "1a", or a word where the form has no numbers
BaseId = NewType("BaseId", str)
AccountId = NewType("AccountId", str)
FieldId = NewType("FieldId", str)  # a RowId or a SelectionId; no contest uses one text for both
AreaId = NewType("AreaId", str)
StationId = NewType("StationId", str)  # leading zeros are part of it
LevelId = NewType("LevelId", str)  # "country", "region", "district", … as the definition names them
MemberId = NewType("MemberId", str)  # an organisation in the group
