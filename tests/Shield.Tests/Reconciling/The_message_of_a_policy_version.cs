using System.Collections.Immutable;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;

namespace Shield.Tests.Reconciling;

public sealed class The_message_of_a_policy_version
{
    private const string Hash = "5f3a000000000000000000000000000000000000000000000000000000000bcd";

    [Theory]
    [InlineData("ingest by ana")]
    [InlineData("apply by a:b (night shift)")]
    [InlineData("apply by x); intent 0000000000000000000000000000000000000000000000000000000000000000")]
    public void Tells_its_owner_and_its_intent_whoever_asked(string trigger) =>
        Assert.Equal(new VersionMessage("prod", Hash), VersionMessage.Read(VersionMessage.OfIntent("prod", Of(trigger, []), Hash)));

    [Fact]
    public void Tells_its_intent_where_it_is_cut_behind_it()
    {
        var many = Enumerable
            .Range(0, 500)
            .Select(n => new EntryChange(ListPurpose.Inbound, Indicator.Parse($"2001:db8::{n:x}"), IsStart: true, IsOurs: false));

        var message = VersionMessage.OfIntent("prod", Of("apply by ana", [(ListPurpose.Inbound, new ForeignEdits([.. many], []))]), Hash);

        Assert.Equal((1_000, new VersionMessage("prod", Hash)), (message.Length, VersionMessage.Read(message)));
    }

    [Fact]
    public void Of_a_step_of_init_has_no_intent()
    {
        var message = VersionMessage.OfStep("prod", "init by ana", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal("GuardDuty Shield prod: init by ana, 2026-01-01 00:00:00.000Z", message);
        Assert.Equal(new VersionMessage("prod", null), VersionMessage.Read(message));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Weekly change 17")]
    [InlineData("GuardDuty Shield was told to go")]
    [InlineData("GuardDuty Shield : x")]
    public void Of_a_person_is_none_of_ours(string? message) => Assert.Null(VersionMessage.Read(message));

    private static Intent Of(string trigger, ImmutableArray<(ListPurpose List, ForeignEdits Edits)> takesAlong) =>
        new()
        {
            Fingerprint = "f",
            Trigger = trigger,
            Add = [],
            End = [],
            Carried = [],
            TakesAlong = takesAlong,
        };
}
