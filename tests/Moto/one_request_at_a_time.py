# moto's AWS on 127.0.0.1, port argv[1], until its standard input ends. moto_server answers in threads and looks at an item's condition in one moment and
# changes the item in another; the real service does not. So: one request at a time, which makes its transactions whole as well.
import os
import sys
import threading

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple

moto = DomainDispatcherApplication(create_backend_app)
turn = threading.Lock()


def answer(environ, start_response):
    with turn:
        return [b"".join(moto(environ, start_response))]


def end_with_standard_input():
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_standard_input, daemon=True).start()
run_simple("127.0.0.1", int(sys.argv[1]), answer, threaded=True)
