"""What Discord refuses of a message's files, and of components that show them. Each rule with its sentence."""

from teambot.sandbox.loopback.attachments import coming, staying
from teambot.sandbox.loopback.components import FILE, THUMBNAIL, media_of, walk
from teambot.sandbox.loopback.message import Message
from teambot.sandbox.loopback.wire import ApiError, Json, Upload, invalid

# create message: "files: ... up to 10"
MOST = 10
# uploading files: "The file upload size limit applies to each file in a request ... the default limit is 10 MiB"
MOST_BYTES = 10 * 1024 * 1024
REFERENCE = "attachment://"


def check_files(body: Json, files: dict[int, Upload], *, editing: Message | None) -> None:
    """Refuse too many or too large files, and a component that refers to a file which is not there."""
    listed = body.get("attachments")
    kept = staying(editing.uploads if editing else [], listed)
    fresh = coming(listed, files)
    if len(kept) + len(fresh) > MOST:
        raise invalid("attachments", "BASE_TYPE_MAX_LENGTH", f"Must be {MOST} or fewer in length.")
    if any(len(each.upload.data) > MOST_BYTES for each in fresh):
        raise ApiError(40005)
    names = {row["filename"] for row in kept} | {each.name for each in fresh}
    for path, part in walk(body.get("components") or []):
        if part["type"] in (FILE, THUMBNAIL) and not media_of(part):
            name = "file" if part["type"] == FILE else "media"
            raise invalid(f"{path}.{name}", "BASE_TYPE_REQUIRED", "This field is required")
        for inside, media in media_of(part):
            where, url = f"{path}.{inside}.url", media["url"]
            # file component: "this component only supports using the attachment://<filename> reference syntax"
            if part["type"] == FILE and not url.startswith(REFERENCE):
                raise invalid(where, "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('attachment',).")
            if url.startswith(REFERENCE) and url.removeprefix(REFERENCE) not in names:
                code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
                raise invalid(where, code, f"The referenced attachment {url} could not be found.")
