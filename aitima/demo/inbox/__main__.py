import django

from aitima.demo.inbox import server

if __name__ == "__main__":
    django.setup()
    server.run()
