using Shield.Cli.Sources;
using Shield.Core.Decisions;
using Shield.Core.FindingTypes;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Settings;
using Shield.Operating.Answers;

namespace Shield.Cli.Policy;

/// <summary><c>policy check</c>: the same evidence under two policies, at one moment. Is handed nothing that could write.</summary>
internal sealed class PolicyTrial(Decided now, ShieldSettings before, ShieldSettings after, PceAddresses pce)
{
    private readonly Trial _trial = new(now, pce);

    /// <param name="file">The candidate, for the answer.</param>
    /// <param name="findings">Judged instead of the findings in the ledger; the ledger's acts count too. Null: the ledger's
    /// findings.</param>
    /// <param name="cancellationToken">Ends the reading of findings.</param>
    public async Task<Answer<PolicyDifference>> RunAsync(string file, IngestSource? findings, CancellationToken cancellationToken)
    {
        var evidence = findings is null
            ? now.Ledger
            : await _trial.ReadAsync(new[] { findings }.ToAsyncEnumerable(), before.MaxRecordBytes, cancellationToken);
        var at = findings is null ? now.Now : _trial.NewestOf(evidence);
        var (old, @new) = (_trial.ContextOf(before, evidence, at), _trial.ContextOf(after, evidence, at));
        var decisions = Decide.All(evidence, old).Zip(Decide.All(evidence, @new)).ToList();
        var changed =
            from pair in decisions
            from direction in Enum.GetValues<Direction>()
            let one = pair.First[direction]
            let other = pair.Second[direction]
            where (one.Verdict, one.Reason, one.Until) != (other.Verdict, other.Reason, other.Until)
            select new ChangedAnswer(pair.First.Indicator, direction, one, other);
        return new Answer<PolicyDifference>(
            new PolicyDifference
            {
                File = file,
                At = at,
                Indicators = decisions.Count,
                Changed = [.. changed],
                Rejected = _trial.Rejected.Listed,
                Unreadable = @new.NeverBlock.Unreadable,
            },
            _trial.Rejected.Count > 0 ? ExitCode.Rejected : ExitCode.Done
        );
    }
}
