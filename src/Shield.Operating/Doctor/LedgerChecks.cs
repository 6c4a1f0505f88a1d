using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.Ledger;
using Shield.Core.Reconciling;
using Shield.Hosting.Settings;
using Shield.Operating.Checks;
using Shield.Operating.Reading;

namespace Shield.Operating.Doctor;

/// <summary>The ledger: whether it can be read, whether findings arrive in it, and what its lease says of the last reconcile.</summary>
public sealed class LedgerChecks(ShieldSettings settings, ILedgerReader ledger, Overview overview, ProofChecks proof, TimeProvider clock)
{
    private const string Name = "ledger";

    /// <summary>After so long without a finding it is worth a look whether findings still arrive.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromHours(24);

    /// <summary>The schedule of a stack reconciles every five minutes.</summary>
    private static readonly TimeSpan LongestLease = LeaseWatch.Length + DatedAhead.Tolerance;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    public static ExaminedRow Unreadable(ShieldSettings settings, string why) =>
        ExaminedRow.Fail(
            Name,
            $"{PlaceOf(settings)} cannot be read: {why}",
            "see docs/ledger.md; nothing is blocked or ended until it can be read"
        );

    public async Task<ImmutableArray<ExaminedRow>> MakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var lease = await ledger.ReadLeaseAsync(cancellationToken);
            var content = overview.Decided.Ledger;
            return
            [
                ExaminedRow.Pass(
                    Name,
                    $"{PlaceOf(settings)}: {content.Sightings.Length} sighting(s) of {content.States.Length} "
                        + $"finding(s), {content.Acts.Length} act(s)"
                ),
                .. FileOf(settings),
                .. await proof.MakeAsync(ledger, cancellationToken),
                Dates(),
                FindingsArriving(content),
                LeaseOf(lease),
                LastReconcile(lease),
            ];
        }
        catch (LedgerException fault)
        {
            return [Unreadable(settings, fault.Message)];
        }
    }

    private static string PlaceOf(ShieldSettings settings) =>
        settings.LedgerTable is { } place ? $"dynamodb, table {place.Table}" : $"sqlite, {settings.LedgerPath}";

    /// <summary>No check where the ledger is no file, or the system has no such rights (Windows).</summary>
    private static ImmutableArray<ExaminedRow> FileOf(ShieldSettings settings)
    {
        const string name = "ledger-file";
        const UnixFileMode others =
            UnixFileMode.GroupRead
            | UnixFileMode.GroupWrite
            | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead
            | UnixFileMode.OtherWrite
            | UnixFileMode.OtherExecute;
        if (settings.LedgerTable is not null || OperatingSystem.IsWindows() || !File.Exists(settings.LedgerPath))
        {
            return [];
        }

        var mode = File.GetUnixFileMode(
            File.ResolveLinkTarget(settings.LedgerPath, returnFinalTarget: true)?.FullName ?? settings.LedgerPath
        );
        return (mode & others) is var open && open is UnixFileMode.None
            ? [ExaminedRow.Pass(name, "nobody but its owner reads or writes it")]
            :
            [
                ExaminedRow.Warn(
                    name,
                    $"others than its owner may use it ({open}): who writes it decides whom the firewall lets in",
                    $"chmod 600 '{settings.LedgerPath}' and, while it is open, the same with -wal and -shm at its end"
                ),
            ];
    }

    private ExaminedRow Dates() =>
        overview.Decided.DatedAhead is { } ahead
            ? ExaminedRow.Warn(
                "ledger-dates",
                ahead.Warning,
                "set the clock of every machine that runs Shield by NTP; the warning goes when those dates have passed"
            )
            : ExaminedRow.Pass("ledger-dates", "nothing is dated in the future");

    private ExaminedRow FindingsArriving(LedgerContent content)
    {
        const string name = "findings-arriving";
        var remedy = settings.Aws is null
            ? "nothing arrives by itself without shield run (docs/self-hosting.md) or a job that calls shield ingest"
            : "look at the EventBridge rules of this region and of the member accounts (docs/aws.md); aws guardduty "
                + "create-sample-findings sends some along the whole way";
        return content
                .States.Where(state => state.IsReported && !DoctorsSample.IsId(state.Key.Id))
                .Select(state => (DateTimeOffset?)state.UpdatedAt)
                .Max()
                is not { } last
                ? ExaminedRow.Warn(name, "no finding ever came in", remedy)
            : clock.GetUtcNow() - last > Silence ? ExaminedRow.Warn(name, $"the last finding is of {last:u}, more than 24 h ago", remedy)
            : ExaminedRow.Pass(name, $"the last finding is of {last:u}");
    }

    private ExaminedRow LeaseOf(LeaseState lease)
    {
        const string name = "lease";
        var asked = lease.Generation > lease.CompletedGeneration ? "; a reconcile is asked for and none has done it yet" : "";
        var left = lease.Until - clock.GetUtcNow();
        return (lease.Holder, left > TimeSpan.Zero, asked) switch
        {
            ({ } holder, _, _) when left > LongestLease => ExaminedRow.Warn(
                name,
                $"held by {holder} until {lease.Until:u}{asked}: no lease is that long, so a clock was wrong",
                "shield apply takes it over once it has not changed for a minute"
            ),
            ({ } holder, true, _) => ExaminedRow.Pass(name, $"held by {holder} until {lease.Until:u}: it reconciles{asked}"),
            ({ } holder, false, _) => ExaminedRow.Warn(
                name,
                $"{holder} held it until {lease.Until:u} and never gave it back{asked}: it ended in the middle of a reconcile",
                "shield apply takes it over, once it has not changed for a minute, and finishes what that one began"
            ),
            (null, _, "") => ExaminedRow.Pass(name, "free"),
            _ => ExaminedRow.Warn(name, $"free{asked}", "shield apply"),
        };
    }

    private ExaminedRow LastReconcile(LeaseState lease)
    {
        const string name = "last-reconcile";
        var report = ReconcileReport.FromJson(lease.CompletedReport);
        var last = report is null
            ? ""
            : $"; the last one of all ended as {report.Outcome}{(report.Detail is null ? "" : $": {report.Detail}")}";
        if (overview.Decided.History.UnfinishedIntent() is { } broken)
        {
            return ExaminedRow.Warn(
                name,
                $"the one of {broken.At:u} broke off after it said what it would write{last}",
                "shield apply finds out what took effect, and finishes it"
            );
        }

        var isScheduled = settings.Aws is not null;
        var remedy = isScheduled ? "look at the Lambda's log and at dead-letters (docs/aws.md, Alarms)" : "shield apply";
        return (report?.GoodBefore(clock.GetUtcNow()), isScheduled) switch
        {
            (null, true) => ExaminedRow.Warn(name, $"none ended well yet; the schedule makes one every 5 minutes{last}", remedy),
            (null, false) => ExaminedRow.Skip(name, $"none ended well yet{last}", remedy),
            ({ } at, true) when clock.GetUtcNow() - at > LongestPause => ExaminedRow.Warn(
                name,
                $"the last one that ended well was at {at:u}, more than 15 minutes ago{last}",
                remedy
            ),
            ({ } at, _) => ExaminedRow.Pass(name, $"the last one that ended well was at {at:u}"),
        };
    }
}
