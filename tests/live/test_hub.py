from aitima.live.hub import MAX_PENDING, Hub
from tests.support.asynchronous import run

A, B = "service_request:1", "unit:2"


def test_equal_events_wait_once_for_a_slow_reader() -> None:
    async def story() -> list[tuple[str, str]]:
        hub = Hub()
        with hub.subscription(frozenset({A, B})) as subscription:
            for _ in range(1000):
                hub.tell(A, "changed")
                hub.tell(B, "changed")
            return await subscription.wait(1)

    assert run(story()) == [(A, "changed"), (B, "changed")]


def test_a_reader_that_leaves_too_much_unread_is_let_go() -> None:
    async def story() -> bool:
        hub = Hub()
        with hub.subscription(frozenset({A})) as subscription:
            for number in range(MAX_PENDING + 1):
                hub.tell(A, f"name_{number}")
            return subscription.closed

    assert run(story())


def test_waiting_ends_without_events_after_the_time_given() -> None:
    async def story() -> list[tuple[str, str]]:
        with Hub().subscription(frozenset({A})) as subscription:
            return await subscription.wait(0.01)

    assert run(story()) == []


def test_a_hub_remembers_nothing_of_streams_that_ended() -> None:
    async def story() -> tuple[int, int]:
        hub = Hub()
        with hub.subscription(frozenset({A, B})):
            during = len(hub)
        hub.tell(A, "changed")
        return during, len(hub) + len(hub._by_topic)

    assert run(story()) == (1, 0)


def test_closing_the_hub_wakes_every_stream() -> None:
    async def story() -> bool:
        hub = Hub()
        with hub.subscription(frozenset({A})) as subscription:
            hub.close()
            await subscription.wait(60)
            return subscription.closed

    assert run(story())
