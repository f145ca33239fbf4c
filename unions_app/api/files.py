"""Files in answers: they are streamed by the view, and only their refusals rendered."""

from rest_framework.renderers import JSONRenderer


class AnyFile(JSONRenderer):
    """Accepts whatever a client asks for: the file's own type is told by its header."""

    media_type = "*/*"
    format = "file"


FILE = (JSONRenderer, AnyFile)
