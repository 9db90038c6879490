"""An endpoint that speaks the OpenAI API and answers from a table that the test makes: it cannot know what would be right."""
import json
import time

from hub.serving import Server, respond

PROBE = "Say hello in one word."


class OpenAi(Server):
    def __init__(self, answers=(), forms=("json_schema", "tools"), key=None, takes_temperature=True):
        self.answers = list(answers)  # each a text, an object, (status, body[, headers]) or seconds to wait
        self.forms, self.key, self.takes_temperature = forms, key, takes_temperature
        self.asked, self.probes, self.headers = [], [], []
        super().__init__()

    def answer(self, handler, method):
        body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        self.headers.append(dict(handler.headers))
        if handler.path != "/v1/chat/completions":
            return respond(handler, 404, b'{"error":{"message":"no such path"}}')
        if self.key and handler.headers.get("Authorization") != f"Bearer {self.key}":
            given = handler.headers.get("Authorization", "no key")
            return respond(handler, 401, json.dumps({"error": {"message": f"Incorrect API key provided: {given}"}}).encode())
        asked = {"response_format": "json_schema", "tools": "tools"}
        wanted = [form for field, form in asked.items() if field in body]
        if "temperature" in body and not self.takes_temperature:
            return respond(handler, 400, b'{"error":{"message":"temperature is not supported"}}')
        if any(form not in self.forms for form in wanted):
            return respond(handler, 400, b'{"error":{"message":"this form is not supported"}}')
        if body["messages"][-1]["content"] == PROBE:
            self.probes.append(wanted[0] if wanted else "plain")
            return self.say(handler, '{"plan": "ready"}' if wanted else "Hello", wanted)
        self.asked.append(body)
        answer = self.answers.pop(0)
        if isinstance(answer, tuple):
            status, words, *headers = answer
            return respond(handler, status, words.encode(), *headers)
        if isinstance(answer, float):
            time.sleep(answer)
            return respond(handler, 500)
        return self.say(handler, answer if isinstance(answer, str) else json.dumps(answer), wanted)

    def say(self, handler, text, wanted):
        message = {"role": "assistant", "content": text}
        if wanted == ["tools"]:
            call = {"id": "1", "type": "function", "function": {"name": "answer", "arguments": text}}
            message = {"role": "assistant", "content": None, "tool_calls": [call]}
        respond(handler, 200, json.dumps({
            "id": "x", "object": "chat.completion", "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 1000, "completion_tokens": 50}}).encode(), {"Content-Type": "application/json"})
