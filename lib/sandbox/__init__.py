"""A stand-in for Model Studio: the same HTTP, real references, an honest animatic instead of the model."""

from lib.sandbox.faults import Fault, FaultName
from lib.sandbox.request_log import SeenRequest
from lib.sandbox.server import Sandbox, SandboxConfig

__all__ = ["Fault", "FaultName", "Sandbox", "SandboxConfig", "SeenRequest"]
