using System.Globalization;
using System.Text;

namespace Shield.Tests.Ledger.DynamoDb;

/// <summary>
/// The table of prices in docs/cost.md is computed from <see cref="LedgerUnits"/>. To write it anew:
/// <c>SHIELD_WRITE_DOCS=1 ./test --filter-class '*The_costs'</c>.
/// </summary>
public sealed class The_costs
{
    private const string Begin =
        "<!-- Computed by tests/Shield.Tests/Ledger/DynamoDb/The_costs.cs. Do not edit: change that, then run\n"
        + "     SHIELD_WRITE_DOCS=1 ./test --filter-class '*The_costs' -->\n";

    private const string End = "<!-- The end of what is computed. -->\n";

    // USD, US East (N. Virginia): docs/cost.md says where they are from.
    private const double ReadUnit = 0.125e-6;
    private const double WriteUnit = 0.625e-6;
    private const double GigabyteSecond = 0.0000133334;
    private const double Invocation = 0.20e-6;
    private const double QueueRequest = 0.40e-6;

    private const double HoursOfMonth = 730;
    private const int ScheduledAnHour = 12;

    // Reconcile:VersionsPerHour and Reconcile:Window, as they are set where nobody sets them.
    private const int VersionsAnHour = 30;
    private const int WindowsAnHour = 1_800;

    private static readonly string File = RepositoryFolder.Path("docs", "cost.md");

    [Fact]
    public void Are_what_the_units_come_to()
    {
        var document = System.IO.File.ReadAllText(File);
        var (begin, end) = (document.IndexOf(Begin, StringComparison.Ordinal), document.IndexOf(End, StringComparison.Ordinal));
        Assert.True(begin >= 0 && begin < end, "docs/cost.md has no part that is computed");
        var made = document[..(begin + Begin.Length)] + Table() + document[end..];
        if (Environment.GetEnvironmentVariable("SHIELD_WRITE_DOCS") is "1")
        {
            System.IO.File.WriteAllText(File, made);
        }

        Assert.Equal(made, System.IO.File.ReadAllText(File));
    }

    private static string Table()
    {
        var text = new StringBuilder(
            "\n| parties alive | findings an hour | in one burst | one by one, each blocked | one by one, none blocked |\n"
                + "|---|---|---|---|---|\n"
        );
        foreach (var parties in (int[])[10_000, 100_000, 1_000_000])
        {
            foreach (var findings in (int[])[0, 10, 100, 1_000, 10_000])
            {
                // A burst is recorded in batches of 100 at least; what comes alone is a batch of its own.
                var burst = Month(parties, findings, Math.Ceiling(findings / 100.0), changing: Math.Min(findings, 1), idle: 0);
                var blocked = Month(parties, findings, findings, changing: Math.Min(findings, VersionsAnHour), idle: 0);
                var none = Month(parties, findings, findings, changing: 0, idle: Math.Min(findings, WindowsAnHour));
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| {parties:N0} | {findings:N0} | {Price(burst)} | {Price(blocked)} | {Price(none)} |\n"
                );
            }
        }

        return text.Append('\n').ToString();
    }

    /// <param name="batches">In which an hour's findings are recorded.</param>
    /// <param name="changing">Reconciles an hour that news asks for and that make a policy version.</param>
    /// <param name="idle">Those that find nothing to do.</param>
    private static double Month(int parties, int findings, double batches, int changing, int idle)
    {
        var reconciles = ScheduledAnHour + changing + idle;
        var reads =
            (LedgerUnits.Finding * findings)
            + (reconciles * (LedgerUnits.EmptyReading + (LedgerUnits.ReadingOfParty * parties) + LedgerUnits.IdleReads));
        var writes = (LedgerUnits.Finding * findings) + (reconciles * LedgerUnits.IdleWrites) + (changing * LedgerUnits.ChangeWrites);
        // At 1,024 MB; taken, not measured: see docs/cost.md.
        var seconds = (0.2 * batches) + (0.002 * findings) + (reconciles * (0.5 + (parties / 10_000.0)));
        var invocations = batches + reconciles;
        // Sent by EventBridge, received and deleted ten at a time; and the request to reconcile.
        var queue = findings + (2 * Math.Max(batches, findings / 10.0)) + (3 * (changing + idle));
        return HoursOfMonth
            * (
                (reads * ReadUnit) + (writes * WriteUnit) + (seconds * GigabyteSecond) + (invocations * Invocation) + (queue * QueueRequest)
            );
    }

    private static string Price(double price) => price.ToString(price < 100 ? "N2" : "N0", CultureInfo.InvariantCulture);
}
