"""The faults that a job is put through: what Model Studio documents, and what networks do."""

from tests.jobs.faulty_service import Fault, Stage
from tests.providers.orders import KEY
from tests.providers.server import MIB, Reply, answer, cut, hang_up, html, huge, redirect, reset, stall

API = (Stage.POLICY, Stage.CREATE, Stage.LOOK, Stage.LIST, Stage.CANCEL)
# Object storage answers with XML, and has codes of its own.
STORAGE = (Stage.UPLOAD, Stage.FETCH)
# Where something is done, which a fault can come before or after.
DOING = (Stage.UPLOAD, Stage.CREATE, Stage.CANCEL)
# What the service says holds a key and a signed link, which no sentence may repeat.
SECRET = "verysecret"
SAID = f"{KEY} and https://x.example/a?Signature={SECRET} are not right."
_XML = '<?xml version="1.0"?><Error><Code>{code}</Code><Message>{said}</Message><RequestId>r-xml</RequestId></Error>'

# Status and code as documented (`api-facts.md` 1.9).
CODES = """401 InvalidApiKey, 401 NOT AUTHORIZED, 403 AccessDenied, 403 Model.AccessDenied, 404 ModelNotFound,
    404 NotFound, 400 Arrearage, 400 InvalidParameter, 400 UnsupportedOperation, 400 Brand.New, 408 RequestTimeOut,
    429 PostpaidBillOverdue, 429 Throttling.RateQuota, 429 Throttling.AllocationQuota, 500 InternalError,
    503 ModelUnavailable"""
# What only the request itself can be told.
CREATE_CODES = """403 AccessDenied.Unpurchased, 403 Workspace.AccessDenied, 403 Endpoint.AccessDenied,
    403 AllocationQuota.FreeTierOnly, 404 WorkSpaceNotFound, 400 InvalidParameter.DataInspection,
    400 DataInspectionFailed, 400 IPInfringementSuspect, 400 CustomRoleBlocked, 400 InvalidURL,
    400 InvalidURL.ConnectionRefused, 400 InvalidURL.Timeout, 400 InvalidFile.DownloadFailed, 400 InvalidFile.Size,
    400 InvalidFile.Duration, 400 InvalidFile.Resolution, 400 InvalidFile.AspectRatio, 400 InvalidFile.Format,
    400 InvalidFile.FPS, 400 InvalidFile.Openerror, 400 InvalidImage.FileFormat, 400 InvalidImageFormat,
    400 InvalidImageResolution, 400 BadRequest.EmptyInput, 400 BadRequest.EmptyParameters, 400 BadRequest.EmptyModel,
    400 BadRequest.IllegalInput, 400 BadRequest.InputDownloadFailed, 413 BadRequest.TooLarge, 429 PrepaidBillOverdue,
    429 CommodityNotPurchased, 429 Throttling, 429 Throttling.BurstRate, 500 InternalError.Timeout, 500 SystemError,
    500 ModelServiceFailed, 500 RewriteFailed, 503 ModelServingError"""
STORAGE_CODES = """403 AccessDenied, 403 SignatureDoesNotMatch, 404 NoSuchKey, 400 EntityTooLarge, 400 RequestTimeout,
    409 FileAlreadyExists, 500 InternalError"""
# What a task may end with (HTTP 200); most faults of an order come out here (`api-facts.md` 1.4).
ENDINGS = """InvalidParameter, InvalidParameter.DataInspection, DataInspectionFailed, IPInfringementSuspect,
    InvalidFile.Duration, InvalidURL.Timeout, InternalError.Algo, InternalError.Timeout, RewriteFailed, Brand.New"""


def faults(elsewhere: str) -> list[Fault]:
    """Give them all. `elsewhere` is the origin of another host, to which a redirect leads."""
    return [
        *[_refusal(coded, API) for coded in _listed(CODES)],
        *[_refusal(coded, (Stage.CREATE,)) for coded in _listed(CREATE_CODES)],
        *[_refusal(coded, STORAGE) for coded in _listed(STORAGE_CODES)],
        _refusal("403 AccessDenied, Policy expired", (Stage.UPLOAD,)),
        *[Fault(name=name, reply=reply) for name, reply in _answers(elsewhere).items()],
        Fault(name="connection refused", reply=None, slow=True),
        Fault(name="reset before acceptance", reply=reset),
        Fault(name="reset after acceptance", reply=reset, done=True, stages=DOING),
        Fault(name="hang-up after acceptance", reply=hang_up, done=True, stages=DOING),
        Fault(name="502 HTML after acceptance", reply=html(502), done=True, stages=DOING),
        Fault(name="read time-out before acceptance", reply=stall, slow=True),
        Fault(name="read time-out after acceptance", reply=stall, done=True, slow=True, stages=DOING),
        *[_failed(code) for code in _listed(ENDINGS)],
        *[_look(f"task {status}", {"task_status": status}) for status in ("UNKNOWN", "CANCELED", "PAUSED")],
    ]


def _answers(elsewhere: str) -> dict[str, Reply]:
    throttled = {"code": "Throttling", "message": SAID, "request_id": "r-refused"}
    return {
        "429 with Retry-After": answer(throttled, 429, headers={"Retry-After": "20"}),
        "401 empty": answer(b"", 401),
        "403 HTML": html(403),
        "404 HTML": html(404),
        "429 HTML": html(429),
        "500 empty": answer(b"", 500),
        "502 HTML": html(502),
        "malformed JSON": answer(b'{"output": {"task_id": '),
        "JSON of another shape": answer({"status": "ok", "items": [1, 2]}),
        "JSON list": answer([1, 2]),
        "empty body": answer(b"", 200),
        "half a body": cut(b'{"output": {"task_id"', 500),
        "redirect to another host": redirect(f"{elsewhere}/video.mp4"),
        "10 MB error body": huge(500, 10 * MIB),
    }


def _listed(codes: str) -> list[str]:
    return [" ".join(code.split()) for code in codes.split(",")]


def _refusal(coded: str, stages: tuple[Stage, ...]) -> Fault:
    """Make the fault of a status and a code, `403 AccessDenied`; what follows a comma is said with it."""
    status, _, named = coded.partition(" ")
    code, _, more = named.partition(", ")
    said = f"{SAID} {more}." if more else SAID
    if stages[0] in STORAGE:
        refused = answer(_XML.format(code=code, said=said).encode(), int(status), "application/xml")
    else:
        refused = answer({"code": code, "message": said, "request_id": "r-refused"}, int(status))
    return Fault(name=coded, reply=refused, stages=stages)


def _failed(code: str) -> Fault:
    return _look(f"FAILED {code}", {"task_status": "FAILED", "code": code, "message": SAID})


def _look(name: str, output: dict[str, str]) -> Fault:
    return Fault(name=name, reply=answer({"request_id": "r-look", "output": output}), stages=(Stage.LOOK,))
