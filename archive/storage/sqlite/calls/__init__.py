"""The calls of the store, by what they are about.

Each says which kind of connection it is for; what it does is in the files beside this folder, one
for each job.
"""

from archive.storage.sqlite.calls.capture import CaptureCalls
from archive.storage.sqlite.calls.desk import DeskCalls
from archive.storage.sqlite.calls.research import ResearchCalls
from archive.storage.sqlite.calls.service import ServiceCalls

__all__ = ["CaptureCalls", "DeskCalls", "ResearchCalls", "ServiceCalls"]
