using CsCheck;
using Shield.Core.FindingTypes;
using Shield.Core.Planning.Pce;

namespace Shield.Tests.Planning;

public sealed class A_pause_flag
{
    private static readonly DateTimeOffset At = new(2026, 11, 30, 22, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("PAUSED by ann@host at 2026-11-30T22:00:00Z until 2026-12-01T02:00:00Z: change freeze", "2026-12-01T02:00:00Z", false)]
    [InlineData("PAUSED by ann at 2026-11-30T22:00Z until 2026-12-01T02:00Z: x", "2026-12-01T02:00:00Z", false)]
    [InlineData("PAUSED by ann at 2026-11-30T22:00Z until 2026-12-01T03:00+01:00: x", "2026-12-01T02:00:00Z", false)]
    [InlineData("PAUSED EVERYTHING by ann at 2026-11-30T22:00Z until 2026-12-01T02:00Z:", "2026-12-01T02:00:00Z", true)]
    [InlineData("PAUSED everything by ann at 2026-11-30T22:00Z: x", null, true)]
    [InlineData("PAUSED by ann at 2026-11-30T22:00Z: x", null, false)]
    [InlineData("PAUSED", null, false)]
    [InlineData("PAUSED EVERYTHING", null, true)]
    [InlineData("PAUSEDby ann at 2026-11-30T22:00Z until 2026-12-01T02:00Z: x", null, false)]
    [InlineData("PAUSED by Ann Smith at 2026-11-30T22:00Z until 2026-12-01T02:00Z: x", null, false)]
    [InlineData("PAUSED by ann at noon until 2026-12-01T02:00Z: x", null, false)]
    [InlineData("PAUSED by ann at 2026-11-30T22:00Z until tomorrow: x", null, false)]
    [InlineData("PAUSED by ann at 2026-11-30T22:00Z until 2026-12-01T02:00Z x", null, false)]
    [InlineData("PAUSED by ann at 2026-11-30T22:00Z until 2026-12-01T02:00: a time without a zone", null, false)]
    public void Pauses_whoever_wrote_it_and_without_an_end_where_that_can_not_be_read(string text, string? until, bool stopsEverything)
    {
        var flag = PauseFlag.Read(text + "\nWhat else stands there")!;
        Assert.Equal((text, stopsEverything), (flag.Text, flag.StopsEverything));
        Assert.Equal(until is null ? null : DateTimeOffset.Parse(until, System.Globalization.CultureInfo.InvariantCulture), flag.Until);
        Assert.True(flag.IsInForce(At));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("paused by ann")]
    [InlineData("Not PAUSED by ann at 2026-11-30T22:00Z: x")]
    [InlineData("A list\nPAUSED by ann at 2026-11-30T22:00Z: x")]
    public void Is_none_where_the_description_does_not_begin_with_it(string? description) => Assert.Null(PauseFlag.Read(description));

    [Fact]
    public void Ends_by_itself_at_its_end()
    {
        var flag = PauseFlag.Make("ann", "freeze", At, At.AddHours(4), stopsEverything: false);
        Assert.True(flag.IsInForce(At.AddHours(4).AddTicks(-1)));
        Assert.False(flag.IsInForce(At.AddHours(4)));
    }

    [Theory]
    [InlineData("bo at 2020-01-01T00:00:00Z until 2020-01-02T00:00:00Z: x", "freeze")]
    [InlineData("bo\nPAUSED by eve at 2020-01-01T00:00:00Z until 2020-01-02T00:00:00Z: x", "freeze")]
    [InlineData("ann", "x\nPAUSED by eve at 2020-01-01T00:00:00Z until 2020-01-02T00:00:00Z: y")]
    [InlineData("EVERYTHING by x", "until 2020-01-02T00:00:00Z: y")]
    public void Can_not_be_forged_by_the_text_that_is_put_into_it(string who, string why)
    {
        var flag = PauseFlag.Make(who, why, At, At.AddHours(4), stopsEverything: false);
        var read = PauseFlag.Read($"{flag.Text}\nA list")!;
        Assert.Equal((At, At.AddHours(4), false), (read.At!.Value, read.Until!.Value, read.StopsEverything));
    }

    [Fact]
    public void Says_of_any_who_and_why_what_was_said_or_a_clean_form_of_it() =>
        Gen.Select(
                Gen.OneOf(Gen.String, Gen.String[Gen.Char[" :\n\tZ-T0123456789atuntilby\u202e\ud83d\ud83d\u0085<"]]),
                Gen.String,
                Gen.Bool,
                Gen.Bool
            )
            .Sample(
                (who, why, hasEnd, everything) =>
                {
                    DateTimeOffset? until = hasEnd ? At.AddHours(4) : null;
                    var made = PauseFlag.Make(who, why, At, until, everything);
                    var description = made.DescriptionOn(List("A list"), active: null);
                    var read = PauseFlag.Read(description)!;
                    Assert.Equal(made, read);
                    Assert.Equal((At, until, everything), (read.At!.Value, read.Until, read.StopsEverything));
                    Assert.InRange(read.Text.Length, 1, 500);
                    Assert.DoesNotContain(read.Text, char.IsControl);
                    Assert.DoesNotContain('<', read.Text);
                    Assert.Equal(read, PauseFlag.Make(read.Who!, read.Why!, At, until, everything));
                    Assert.Equal("A list", PauseFlag.Without(List(description), active: null));
                }
            );

    [Fact]
    public void Is_read_from_any_text_without_a_fault() =>
        Gen.String.Sample(text =>
        {
            var flag = PauseFlag.Read("PAUSED" + text)!;
            Assert.InRange(flag.Text.Length, 6, 1_000);
            _ = flag.DescriptionOn(List("PAUSED" + text), List(text));
            _ = PauseFlag.Without(List("PAUSED" + text), List(text));
        });

    [Theory]
    [InlineData("PAUSED by ann: x\nA list", "A list", "A list")]
    [InlineData("PAUSED by ann: x", "A list", "A list")]
    [InlineData("PAUSED by ann: x", "PAUSED by bo: y\nA list", "A list")]
    [InlineData("PAUSED by ann: x\r\nA list\nof ours", null, "A list\nof ours")]
    [InlineData("PAUSED by ann: x", null, null)]
    [InlineData("A list", "PAUSED by bo: y\nA list", "A list")]
    public void Leaves_the_rest_of_a_description_as_it_was(string draft, string? active, string? rest) =>
        Assert.Equal(rest, PauseFlag.Without(List(draft), List(active)));

    [Fact]
    public void On_any_list_counts_and_the_one_that_stops_most()
    {
        var (weak, strong) = (
            PauseFlag.Make("ann", "a", At, null, stopsEverything: false),
            PauseFlag.Make("bo", "b", At, At.AddHours(1), stopsEverything: true)
        );
        PceList[] lists = [List("A list"), List(weak.Text), List(strong.Text)];
        Assert.Equal(strong, PauseFlag.InForce(lists, At));
        Assert.Equal(weak, PauseFlag.InForce(lists, At.AddHours(1)));
        Assert.Null(PauseFlag.InForce(lists[..1], At));
    }

    private static PceList List(string? description) => World.List(Direction.Inbound, []) with { Description = description };
}
