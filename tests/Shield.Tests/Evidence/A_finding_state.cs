using CsCheck;
using Shield.Core.Evidence;
using Shield.Core.Findings;

namespace Shield.Tests.Evidence;

public sealed class A_finding_state
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly FindingKey Key = new("111122223333", "eu-west-1", "f");

    private static readonly Gen<FindingState> Any = Gen.Select(
        Gen.Int[0, 2],
        Gen.Bool,
        Gen.OneOf(2.0, 5.0),
        Gen.Int[-1, 3],
        Gen.Int[-1, 5],
        Gen.Int[0, 2],
        (hours, archived, severity, feedback, archiving, kind) =>
        {
            var word = feedback < 0 ? null : new Feedback(Noon.AddHours(feedback / 2), feedback % 2 is 0);
            var call = archiving < 0 ? null : new Archiving(Noon.AddHours(archiving / 2), archiving % 2 is 0);
            return kind is 0
                ? FindingState.OfCall(Key, call, word)
                : State(hours, archived, severity) with
                {
                    Feedback = word,
                    Archiving = call,
                };
        }
    );

    [Fact]
    public void Law_7_is_the_same_as_of_all_records_and_all_calls_by_themselves() =>
        Any.Array[1, 5]
            .Sample(states =>
            {
                var merged = states.Aggregate((one, other) => one.Merge(other));
                var record = states.Max(state => (state.UpdatedAt, state.Archived, state.Severity));
                var call = states.Max(state =>
                    state.Archiving is { } archiving ? (archiving.At, archiving.IsArchived) : ((DateTimeOffset, bool)?)null
                );
                Assert.Equal(record, (merged.UpdatedAt, merged.Archived, merged.Severity));
                Assert.Equal(call, merged.Archiving is { } last ? (last.At, last.IsArchived) : null);
                Assert.Equal(
                    call is { } made && made.CompareTo((record.UpdatedAt, record.Archived)) > 0 ? made.Item2 : record.Archived,
                    merged.IsArchived
                );
            });

    [Fact]
    public void Is_archived_by_whoever_said_so_last_and_of_two_at_once_by_the_one_that_archives()
    {
        FindingState Call(int hours, bool archives) => FindingState.OfCall(Key, new Archiving(Noon.AddHours(hours), archives), null);
        Assert.True(Call(1, true).IsArchived);
        Assert.True(State(1, false, 2).Merge(Call(2, true)).IsArchived);
        Assert.True(State(1, false, 2).Merge(Call(1, true)).IsArchived);
        Assert.True(State(1, true, 2).Merge(Call(1, false)).IsArchived);
        Assert.False(State(1, true, 2).Merge(Call(2, false)).IsArchived);
        Assert.False(State(3, false, 2).Merge(Call(2, true)).IsArchived);
        Assert.Equal((2.0, true), (State(1, false, 2).Merge(Call(2, true)).Severity, State(1, false, 2).Merge(Call(2, true)).IsReported));
        Assert.False(Call(2, true).IsReported);
    }

    [Fact]
    public void Merges_the_same_in_any_order_grouping_and_repetition() =>
        Gen.Select(Any, Any, Any)
            .Sample(
                (a, b, c) =>
                {
                    Assert.Equal(a.Merge(b), b.Merge(a));
                    Assert.Equal(a.Merge(b).Merge(c), a.Merge(b.Merge(c)));
                    Assert.Equal(a, a.Merge(a));
                }
            );

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
        Assert.Equal(
            useless,
            (State(1, false, 2) with { Feedback = useful }).Merge(State(2, false, 2) with { Feedback = useless }).Feedback
        );
        Assert.Equal(
            useful with
            {
                At = Noon.AddHours(1),
            },
            (State(1, false, 2) with { Feedback = useful with { At = Noon.AddHours(1) } })
                .Merge(State(2, false, 2) with { Feedback = useless })
                .Feedback
        );
    }

    [Fact]
    public void Is_not_merged_with_another_findings_state()
    {
        var state = State(0, false, 2);
        Assert.Throws<ArgumentException>(() => state.Merge(state with { Key = state.Key with { Account = "other" } }));
    }

    private static FindingState State(int hours, bool archived, double severity) =>
        new()
        {
            Key = Key,
            UpdatedAt = Noon.AddHours(hours),
            Archived = archived,
            Severity = severity,
        };
}
