"""The Hub's protocol as its own tools use it: a repository's description, HEAD and GET of /resolve/, error codes, and large
files that lie at another origin (the second server), which must never see the token."""
import hashlib
import json
import urllib.parse

from hub.serving import Server, respond


class Repository:
    def __init__(self, files, commit="a" * 40, gated=False, private=False):
        self.files, self.gated, self.private = files, gated, private
        self.commits = {commit: files}
        self.refs = {"main": commit}


class Store(Server):
    """Where large files lie: bytes by their SHA-256, with faults that a test asks for."""

    def __init__(self):
        self.blobs, self.requests = {}, []
        self.cuts = []           # how many bytes the next answers send before they break
        self.spoils = False      # other bytes of the same length
        self.resumes = True
        super().__init__()

    def answer(self, handler, method):
        self.requests.append((handler.path, dict(handler.headers)))
        blob = self.blobs[handler.path.strip("/")]
        if self.spoils:
            blob = blob[:-1] + bytes([blob[-1] ^ 1])
        start, status, headers = 0, 200, {}
        if self.resumes and (asked := handler.headers.get("Range")):
            start, status = int(asked.removeprefix("bytes=").rstrip("-")), 206
            headers["Content-Range"] = f"bytes {start}-{len(blob) - 1}/{len(blob)}"
        rest = blob[start:]
        sent = rest[:self.cuts.pop(0)] if self.cuts else rest
        respond(handler, status, sent, headers, len(rest))
        handler.close_connection = len(sent) < len(rest)


class Hub(Server):
    def __init__(self, store, token="hf_secret_of_a_test"):
        self.store, self.token = store, token
        self.repositories, self.requests = {}, []
        super().__init__()

    def add(self, name, repository):
        self.repositories[name] = repository
        for files in repository.commits.values():
            for content in files.values():
                self.store.blobs[hashlib.sha256(content).hexdigest()] = content

    def refuse(self, handler, status, code):
        respond(handler, status, json.dumps({"error": code}).encode(), {"X-Error-Code": code, "X-Error-Message": "words of the Hub"})

    def answer(self, handler, method):
        self.requests.append((method, handler.path, dict(handler.headers)))
        path = handler.path.strip("/").split("/")
        known = handler.headers.get("Authorization") == f"Bearer {self.token}"
        if handler.headers.get("Authorization") and not known:
            return respond(handler, 401, b"", {"X-Error-Message": "Invalid credentials in Authorization header"})
        listing = path[:2] == ["api", "models"]
        name = "/".join(path[2:4] if listing else path[:2])
        repository = self.repositories.get(name)
        if repository is None or (repository.private and not known):
            return self.refuse(handler, 404 if known else 401, "RepoNotFound")
        if repository.gated and not known and not listing:
            return self.refuse(handler, 401, "GatedRepo")
        revision = urllib.parse.unquote(path[5] if listing else path[3])
        commit = repository.refs.get(revision, revision)
        files = repository.commits.get(commit)
        if files is None:
            return self.refuse(handler, 404, "RevisionNotFound")
        if listing:
            siblings = [{"rfilename": file} for file in files]
            return respond(handler, 200, json.dumps({"id": name, "sha": commit, "siblings": siblings}).encode())
        content = files.get(urllib.parse.unquote("/".join(path[4:])))
        if content is None:
            return self.refuse(handler, 404, "EntryNotFound")
        digest = hashlib.sha256(content).hexdigest()
        return respond(handler, 302, b"Found. Redirecting", {
            "X-Repo-Commit": commit, "X-Linked-Etag": f'"{digest}"', "X-Linked-Size": str(len(content)),
            "Location": f"{self.store.url}/{digest}"})
