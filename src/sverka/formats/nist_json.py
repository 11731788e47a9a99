"""NIST SP 1500-100 v2 election results in JSON, out and in: both counts of an election in one file.

::

    {"@type": "ElectionResults.ElectionReport", "Format": "precinct-level", …,
     "GpUnit": [
       {"@type": "ElectionResults.ReportingUnit", "@id": "station-1001", "Type": "polling-place", …},
       {"@type": "ElectionResults.ReportingDevice", "@id": "source-1-machine", …}],
     "Election": [{…, "Contest": [{"@type": "ElectionResults.PartyContest", "@id": "contest-parties", …,
       "ContestSelection": [{"@type": "ElectionResults.PartySelection", "@id": "selection-1-ata-meken", …,
         "VoteCounts": [
           {"@type": "ElectionResults.VoteCounts", "Count": 61, "GpUnitId": "station-1001", "Type": "total",
            "DeviceClass": {"@type": "ElectionResults.DeviceClass", "Type": "opscan-precinct"}},
           {"@type": "ElectionResults.VoteCounts", "Count": 60, "GpUnitId": "station-1001", "Type": "total",
            "DeviceClass": {"@type": "ElectionResults.DeviceClass", "Type": "manual-count"}}]}]}]}]}

docs/formats/nist.md says where everything stands, and what the format cannot carry.
"""

from sverka.formats.nist.cdf import ResultsStatus
from sverka.formats.nist.election import election_of_nist_json
from sverka.formats.nist.reading import read_nist_json
from sverka.formats.nist.writing import format_nist_json

__all__ = ["ResultsStatus", "election_of_nist_json", "format_nist_json", "read_nist_json"]
