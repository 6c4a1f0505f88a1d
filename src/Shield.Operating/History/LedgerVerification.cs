using System.Collections.Immutable;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Settings;
using Shield.Operating.Answers;
using Shield.Operating.Checks;

namespace Shield.Operating.History;

/// <summary>
/// <c>history verify</c>: the whole ledger against itself, and its end against the PCE's policy versions, both ways. It fails where the
/// ledger and the PCE disagree, since whoever asks wants to know. For <c>doctor</c> a restored backup is a warning.
/// </summary>
/// <param name="ledger">Opened for reading.</param>
/// <param name="openPce">Gives the PCE to read from; throws <see cref="SettingsException"/> where none is configured.</param>
/// <param name="owner">Whose policy versions are compared (<c>Pce:OwnerId</c>).</param>
/// <param name="now">Of acts that no link names, only those in force at this moment are told.</param>
public sealed class LedgerVerification(ILedgerReader ledger, Func<IPce> openPce, string owner, DateTimeOffset now)
{
    private const string ActsChain = "acts-chain";
    private const string HistoryChain = "history-chain";
    private const string ActsInHistory = "acts-in-history";
    private const string Baseline = "baseline";
    private const string PceVersions = "pce-versions";
    private const string Restore = "restore a backup (docs/ledger.md); the PCE stays as it is until then";

    /// <summary>So many of each are named.</summary>
    private const int MostNamed = 5;

    public async Task<Answer<VerifiedLedger>> RunAsync(CancellationToken cancellationToken)
    {
        // History is read before the acts. The other way round, an act recorded between the two readings would be named by an intent and
        // look as if it were missing.
        var (history, whyNoHistory) = await TryAsync(() => ledger.ReadHistoryAsync(DateTimeOffset.MinValue, cancellationToken));
        var (content, whyNoActs) = await TryAsync(() => ledger.ReadAsync(EvidenceScope.Alive, cancellationToken));
        ImmutableArray<ExaminedRow> checks =
        [
            content is null ? ExaminedRow.Fail(ActsChain, whyNoActs!, Restore) : ActsOf(content),
            history is null ? ExaminedRow.Fail(HistoryChain, whyNoHistory!, Restore) : HistoryOf(history),
            (history, content) is ({ }, { }) ? ActsInHistoryOf(history, content.ActChain) : Unread(ActsInHistory),
            history is null ? Unread(Baseline) : BaselineOf(history),
            history is null ? Unread(PceVersions) : await VersionsAsync(history, cancellationToken),
        ];
        var verified = new VerifiedLedger(
            checks,
            history is null ? null : new ChainEnd(history.Records.Length, history.Last?.Hash ?? HistoryRecord.Genesis),
            content is null ? null : new ChainEnd(content.ActChain.Head.Sequence, content.ActChain.Head.Hash)
        );
        return new Answer<VerifiedLedger>(verified, verified.IsOk ? ExitCode.Done : ExitCode.Error);
    }

    private static async Task<(T? Read, string? WhyNot)> TryAsync<T>(Func<Task<T>> read)
        where T : class
    {
        try
        {
            return (await read(), null);
        }
        catch (LedgerException fault)
        {
            return (null, fault.Message);
        }
    }

    private static ExaminedRow Unread(string check) => ExaminedRow.Skip(check, "not compared: the ledger cannot be read, as said above");

    private ExaminedRow ActsOf(LedgerContent content) =>
        LedgerProof.DescribeUnlinked(content, now) is { } beside
            ? ExaminedRow.Warn(ActsChain, beside, LedgerProofText.Unlinked)
            : ExaminedRow.Pass(ActsChain, $"{content.ActChain.Head.Sequence} act(s) follow each other without a gap, and none was changed");

    private static ExaminedRow HistoryOf(HistoryTail history) =>
        LedgerProof.InHistory(history) is [_, ..] faults
            ? ExaminedRow.Fail(HistoryChain, LedgerProofText.Some(faults, MostNamed), Restore)
            : ExaminedRow.Pass(
                HistoryChain,
                $"{history.Records.Length} record(s) follow each other without a gap, and none was changed{LaterKindsIn(history)}"
            );

    private static string LaterKindsIn(HistoryTail history)
    {
        var names = history.Records.Where(record => record.Kind is HistoryKind.Later).Select(record => record.KindName).ToList();
        return names is []
            ? ""
            : $"; {names.Count} of them of a kind that this version does not know: {string.Join(", ", names.Distinct().Take(MostNamed))}";
    }

    private static ExaminedRow ActsInHistoryOf(HistoryTail history, ActChain acts)
    {
        if (LedgerProof.InActs(history, acts) is [_, ..] faults)
        {
            return ExaminedRow.Fail(ActsInHistory, LedgerProofText.Some(faults, MostNamed), Restore);
        }

        var seen = history.LastIntent() is { } last && Intent.Read(last).Acts is { } head ? head.Sequence : 0;
        var later = acts.Head.Sequence - seen;
        var since = later > 0 ? $"; {later} were recorded since, and no intent names them yet" : "";
        return ExaminedRow.Pass(ActsInHistory, $"the first {seen} act(s) are those that the intents of history name{since}");
    }

    private static ExaminedRow BaselineOf(HistoryTail history) =>
        (LedgerProof.InBaseline(history), history.Baseline) switch
        {
            ([_, ..] faults, _) => ExaminedRow.Fail(Baseline, LedgerProofText.Some(faults, MostNamed), Restore),
            (_, null) => ExaminedRow.Pass(Baseline, "there is no outcome yet, and nothing is noted as active"),
            _ => ExaminedRow.Pass(Baseline, "what is noted as active is what the last outcome left"),
        };

    private async Task<ExaminedRow> VersionsAsync(HistoryTail history, CancellationToken cancellationToken)
    {
        try
        {
            var pce = openPce();
            var versions = await pce.ReadNewestVersionsAsync(cancellationToken);
            if (LedgerAnchor.Unknown(owner, versions, history) is [_, ..] all)
            {
                return ExaminedRow.Fail(
                    PceVersions,
                    LedgerProofText.Unknown(all),
                    "if a backup was restored: record again what was allowed and unblocked since. "
                        + "If not: somebody changed the ledger, restore a backup"
                );
            }

            var claim = await LedgerAnchor.ClaimAsync(
                history,
                versions[0].Number,
                async number =>
                    versions.FirstOrDefault(version => version.Number == number)
                    ?? await pce.ReadPolicyVersionAsync(number, cancellationToken)
            );
            var said = $"the last outcome says that its intent made policy version {claim?.Number}";
            return (claim?.Answer, LedgerAnchor.NewestOf(owner, versions)) switch
            {
                (ClaimAnswer.IsAnothers, _) => Disagrees($"{said}, and the message of that version does not name this intent"),
                (ClaimAnswer.IsNewerThanThePce, _) => Disagrees($"{said}, and the PCE's newest is {versions[0].Number}"),
                (_, { } newest) => ExaminedRow.Pass(PceVersions, LedgerProofText.Agrees(newest)),
                (ClaimAnswer.IsForgotten, _) => ExaminedRow.Skip(
                    PceVersions,
                    $"the PCE does not keep policy version {claim.Number} any more, the last one that this ledger knows to be ours"
                ),
                _ => ExaminedRow.Skip(PceVersions, LedgerProofText.NoneOfOurs),
            };
        }
        catch (PceException forbidden) when (forbidden.Fault is PceFault.Forbidden or PceFault.Credentials)
        {
            return ExaminedRow.Skip(PceVersions, $"not compared: the API key may not read the PCE's policy versions: {forbidden.Message}");
        }
        catch (Exception fault) when (fault is PceException or SettingsException)
        {
            return ExaminedRow.Skip(PceVersions, $"not compared with the PCE's policy versions: {fault.Message}");
        }
    }

    private static ExaminedRow Disagrees(string how) =>
        ExaminedRow.Fail(
            PceVersions,
            how,
            "if the PCE was rebuilt or restored from a backup since, the next version that Shield makes ends this. "
                + "If not: somebody put records at the end of history, restore a backup"
        );
}
