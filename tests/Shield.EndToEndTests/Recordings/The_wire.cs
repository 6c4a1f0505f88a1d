using Shield.Core.Ledger;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.EndToEndTests.Cases;
using Shield.EndToEndTests.Pce;

namespace Shield.EndToEndTests.Recordings;

/// <summary>
/// What goes over the wire when Shield is installed, blocks, unblocks, and lets a block end: the files beside this one, to be read as
/// documentation too. SHIELD_UPDATE_CASES=1 writes them anew; then read what it wrote.
/// </summary>
public sealed class The_wire : ExclusionTest
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Shield.EndToEndTests", "Recordings");

    [Theory]
    [InlineData(PceMode.Deny)]
    [InlineData(PceMode.Exclusion)]
    public async Task Carries_what_was_recorded(PceMode mode)
    {
        Settings.Mode = mode;
        Loop = Loop with { Mode = mode };

        await RecordAsync("init", () => mode is PceMode.Deny ? Install() : Narrow());

        await Record(Seen(Attacker));
        await RecordAsync("block", () => Reconcile());

        await Do(ActKind.Unblock, Attacker);
        await RecordAsync("unblock", () => Reconcile());

        await Record(Seen(Other, id: "f0000002aaaa"));
        await Reconcile();
        Clock.Advance(TimeSpan.FromDays(2));
        await RecordAsync("expiry", () => Reconcile());

        async Task RecordAsync(string name, Func<Task> work)
        {
            Pce.ClearCalls();
            await work();
            Golden.Matches(Path.Combine(Folder, mode.ToWord(), $"{name}.http"), WireText.Of(Pce.Calls));
        }
    }
}
