using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.Ledger;
using Shield.Operating.Checks;
using Shield.Operating.NeverBlockLists;
using Shield.Operating.Reading;

namespace Shield.Operating.Doctor;

/// <summary>What must never be blocked: whether each source of it can be read, and how old it is.</summary>
public static class NeverBlockChecks
{
    private const string Files = "never-block";
    private const string Own = "own-addresses";

    private static readonly TimeSpan Old = TimeSpan.FromDays(30);

    /// <summary>A reconcile reads them once a day.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromDays(2);

    public static async Task<ImmutableArray<ExaminedRow>> MakeAsync(
        ILedgerReader ledger,
        Overview overview,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var files = NeverBlockListing
            .Of(overview.Decided.NeverBlock)
            .Result.Where(source => !source.IsHard)
            .Select(source => source.Row)
            .DistinctBy(row => row.Source)
            .Select(row => FileOf(row, clock.GetUtcNow()))
            .ToList();
        return
        [
            .. files is [] ? [ExaminedRow.Pass(Files, "no files are named; what is built in and your allowlist protect")] : files,
            await OwnAsync(ledger, clock.GetUtcNow(), cancellationToken),
        ];
    }

    private static ExaminedRow FileOf(NeverBlockRow file, DateTimeOffset now)
    {
        var name = $"{Files}-{file.Source}";
        var refresh = $"shield never-block refresh {file.Source} --from FILE";
        return (file.Fault, file.Modified) switch
        {
            ({ } fault, _) => ExaminedRow.Fail(name, $"it cannot be read, so no new block is made: {fault}", refresh),
            (_, { } modified) when now - modified > Old => ExaminedRow.Warn(
                name,
                $"{file.Path} is of {modified:u}, more than 30 days old",
                refresh
            ),
            (_, { } modified) => ExaminedRow.Pass(name, $"{file.Path} is of {modified:u}"),
            _ => ExaminedRow.Pass(name, file.Path ?? ""),
        };
    }

    private static async Task<ExaminedRow> OwnAsync(ILedgerReader ledger, DateTimeOffset now, CancellationToken cancellationToken)
    {
        const string remedy = "the next reconcile reads the PCE's workloads: shield apply";
        try
        {
            var last = await ledger.ReadWorkloadsReadAtAsync(cancellationToken);
            return last is not { } at ? ExaminedRow.Skip(Own, "the addresses of the PCE's workloads were never read", remedy)
                : at > now + DatedAhead.Tolerance
                    ? ExaminedRow.Warn(
                        Own,
                        $"the addresses of the PCE's workloads are dated {at:u}, which is to come: a clock was wrong",
                        remedy
                    )
                : now - at > Late
                    ? ExaminedRow.Warn(
                        Own,
                        $"the addresses of the PCE's workloads are of {at:u}; what was seen stays protected for "
                            + $"{OwnAddress.Life.TotalDays:0} days",
                        remedy
                    )
                : ExaminedRow.Pass(Own, $"the addresses of the PCE's workloads are of {at:u}");
        }
        catch (LedgerException fault)
        {
            return ExaminedRow.Skip(Own, fault.Message);
        }
    }
}
