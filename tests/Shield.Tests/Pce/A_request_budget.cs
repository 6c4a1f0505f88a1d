using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Shield.Pce.Calling;

namespace Shield.Tests.Pce;

public sealed class A_request_budget
{
    [Fact]
    public void Never_lets_more_through_in_any_minute_than_it_may() =>
        Gen.Select(Gen.Int[1, 40], Gen.Frequency((9, Gen.Const(0)), (1, Gen.Int[1, 60])).Array[1, 80])
            .Sample(
                (perMinute, pauses) =>
                {
                    var clock = new FakeTimeProvider();
                    var budget = new RequestBudget(perMinute, clock);
                    var passed = new List<DateTimeOffset>();
                    foreach (var pause in pauses)
                    {
                        clock.Advance(TimeSpan.FromSeconds(pause));
                        var taking = budget.TakeAsync(TestContext.Current.CancellationToken).AsTask();
                        while (!taking.IsCompleted)
                        {
                            clock.Advance(TimeSpan.FromMilliseconds(250));
                        }

                        passed.Add(clock.GetUtcNow());
                    }

                    return passed.TrueForAll(at => passed.Count(other => other >= at && other < at + TimeSpan.FromMinutes(1)) <= perMinute);
                }
            );

    [Fact]
    public void Lets_a_reconcile_of_seven_requests_through_at_once()
    {
        var budget = new RequestBudget(400, new FakeTimeProvider());
        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(Take().IsCompleted));
        Assert.False(Take().IsCompleted);

        Task Take() => budget.TakeAsync(TestContext.Current.CancellationToken).AsTask();
    }
}
