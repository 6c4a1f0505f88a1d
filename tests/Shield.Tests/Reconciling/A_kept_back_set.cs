using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.LedgerWriter;

namespace Shield.Tests.Reconciling;

public sealed class A_kept_back_set
{
    [Fact]
    public void Is_found_whole_in_the_history_that_earlier_versions_left()
    {
        var of01 = Record(null, """{"fingerprint":"0123456789ab","indicators":["45.95.11.9"]}""");
        var of02 = Record(of01, """{"fingerprint":"1123456789ab","indicators":["45.95.11.9","2a00::9"],"overLimit":["2a00::9"]}""");
        var history = new HistoryTail([of01, of02, Record(of02, new KeptBackNote("2123456789ab", 3).ToJson())], null);

        Assert.Null(history.KeptBackSetOf("0123456789ab")!.OverLimit);
        Assert.Equal(["45.95.11.9"], history.KeptBackSetOf("0123456789ab")!.Indicators);
        Assert.Equal(["2a00::9"], history.KeptBackSetOf("1123456789ab")!.OverLimit!.Value);
        Assert.Null(history.KeptBackSetOf("3123456789ab"));
    }

    [Fact]
    public void Is_only_counted_by_the_history_of_this_version()
    {
        var note = Record(null, KeptBackNote.Of(new KeptBackSet("2123456789ab", ["45.95.11.9", "2a00::9"])).ToJson());

        Assert.Equal("""{"fingerprint":"2123456789ab","count":2}""", note.Content);
        Assert.Null(new HistoryTail([note], null).KeptBackSetOf("2123456789ab"));
    }

    private static HistoryRecord Record(HistoryRecord? last, string content) =>
        HistoryRecord.After(last, HistoryKind.KeptBack, Numbered.Time(1), content);
}
