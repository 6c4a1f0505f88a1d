using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;

namespace Shield.Tests.Reconciling;

public sealed class An_intent
{
    private static readonly Intent Example = new()
    {
        Fingerprint = "f1",
        Trigger = "apply by ana",
        Add = [new IntendedChange(Ours("203.0.114.9", isStart: true), "brute-force")],
        End = [new IntendedChange(Ours("203.0.114.8", isStart: false), "stale")],
        Carried =
        [
            new IntendedChange(Ours("2a0e:97c0::7", isStart: false), "carried"),
            new IntendedChange(Ours("0.0.0.0/0", isStart: true), "carried"),
        ],
        TakesAlong =
        [
            (
                ListPurpose.Outbound,
                new ForeignEdits(
                    [
                        new EntryChange(
                            ListPurpose.Outbound,
                            Indicator.Parse("198.51.100.7"),
                            IsStart: true,
                            IsOurs: false,
                            LetsThrough: true
                        ),
                    ],
                    [ListField.Name]
                )
            ),
        ],
        VersionsLeft = 5,
        Acts = new ActChainHead(3, "abc"),
    };

    /// <summary>The text is hashed, and every ledger holds records of it: it may gain members and change none.</summary>
    private const string Text = """
        {"fingerprint":"f1","trigger":"apply by ana","add":[{"list":"inbound","entry":"203.0.114.9","why":"brute-force"}],"end":[{"list":"inbound","entry":"203.0.114.8","why":"stale"}],"carried":[{"list":"inbound","entry":"-2a0e:97c0::7","why":"carried"},{"list":"inbound","entry":"\u002B0.0.0.0/0","why":"carried"}],"takesAlong":[{"list":"outbound","entry":"\u002B!198.51.100.7","why":"foreign"},{"list":"outbound","entry":"name","why":"foreign"}],"versionsLeft":5,"acts":{"sequence":3,"hash":"abc"}}
        """;

    [Fact]
    public void Is_written_into_history_as_earlier_versions_wrote_it() => Assert.Equal(Text, Example.ToJson());

    [Fact]
    public void Is_read_back_as_it_was_written()
    {
        var read = Intent.Read(RecordOf(Example.ToJson()));

        Assert.Equal(Example.All, read.All);
        Assert.Equal(Text, read.ToJson());
    }

    [Theory]
    [InlineData("203.0.114.9", "inbounds", "'inbounds' is no list")]
    [InlineData("203.0.114.900", "inbound", "203.0.114.900")]
    public void That_cannot_be_read_names_its_record_and_what_is_wrong(string entry, string list, string why)
    {
        var record = RecordOf(
            $$"""{"fingerprint":"f","trigger":"t","add":[{"list":"{{list}}","entry":"{{entry}}","why":"x"}],"end":[],"carried":[],"takesAlong":[]}"""
        );

        var fault = Assert.Throws<LedgerException>(() => Intent.Read(record));

        Assert.Contains("history record 1", fault.Message, StringComparison.Ordinal);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    private static EntryChange Ours(string entry, bool isStart) => new(ListPurpose.Inbound, Indicator.Parse(entry), isStart);

    private static HistoryRecord RecordOf(string json) =>
        HistoryRecord.After(null, HistoryKind.Intent, new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero), json);
}
