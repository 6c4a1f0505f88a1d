using CsCheck;
using Shield.Core.Evidence;
using Shield.Core.Findings;

namespace Shield.Tests.Evidence;

public sealed class A_finding_state
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<FindingState> Any =
        Gen.Select(Gen.Int[0, 2], Gen.Bool, Gen.OneOf(2.0, 5.0), Gen.Int[-1, 3], (hours, archived, severity, feedback) =>
            State(hours, archived, severity) with { Feedback = feedback < 0 ? null : new Feedback(Noon.AddHours(feedback / 2), feedback % 2 is 0) });

    [Fact]
    public void Merges_the_same_in_any_order_grouping_and_repetition() =>
        Gen.Select(Any, Any, Any).Sample((a, b, c) =>
        {
            Assert.Equal(a.Merge(b), b.Merge(a));
            Assert.Equal(a.Merge(b).Merge(c), a.Merge(b.Merge(c)));
            Assert.Equal(a, a.Merge(a));
        });

    [Fact]
    public void Is_what_was_said_last_and_of_two_at_once_the_archived_one_then_the_graver()
    {
        Assert.Equal(State(2, false, 2), State(1, true, 5).Merge(State(2, false, 2)));
        Assert.Equal(State(1, true, 2), State(1, false, 5).Merge(State(1, true, 2)));
        Assert.Equal(State(1, true, 5), State(1, true, 5).Merge(State(1, true, 2)));
    }

    [Fact]
    public void Keeps_the_last_feedback_and_of_two_at_once_the_one_that_withdraws()
    {
        var (useful, useless) = (new Feedback(Noon, false), new Feedback(Noon, true));
        Assert.Equal(useless, (State(1, false, 2) with { Feedback = useless }).Merge(State(2, false, 2)).Feedback);
        Assert.Equal(useless, (State(1, false, 2) with { Feedback = useful }).Merge(State(2, false, 2) with { Feedback = useless }).Feedback);
        Assert.Equal(useful with { At = Noon.AddHours(1) }, (State(1, false, 2) with { Feedback = useful with { At = Noon.AddHours(1) } }).Merge(State(2, false, 2) with { Feedback = useless }).Feedback);
    }

    [Fact]
    public void Is_not_merged_with_another_findings_state()
    {
        var state = State(0, false, 2);
        Assert.Throws<ArgumentException>(() => state.Merge(state with { Key = state.Key with { Account = "other" } }));
    }

    private static FindingState State(int hours, bool archived, double severity) =>
        new() { Key = new FindingKey("111122223333", "eu-west-1", "f"), UpdatedAt = Noon.AddHours(hours), Archived = archived, Severity = severity };
}
