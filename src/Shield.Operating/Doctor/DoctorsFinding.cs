using System.Globalization;
using System.Text.Json.Nodes;
using Shield.Core.Decisions;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.Indicators;

namespace Shield.Operating.Doctor;

/// <summary>A finding as GuardDuty would report it, marked as a sample, of an address that is nobody's.</summary>
/// <param name="Key">Under which it lies in the ledger.</param>
/// <param name="Party">The address.</param>
/// <param name="Json">As an export or an API has it.</param>
/// <param name="Event">The same as EventBridge brings it.</param>
/// <param name="EndsAt">When its block ends by itself, should the run break off before it unblocks it.</param>
public sealed record DoctorsFinding(SightingKey Key, Indicator Party, string Json, string Event, DateTimeOffset EndsAt)
{
    /// <summary>An account id that AWS gives nobody.</summary>
    private const string Account = "000000000000";

    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>How long it would block by itself: longer than the run takes.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    /// <param name="party">Of <see cref="DoctorsSample.Addresses"/>.</param>
    /// <param name="region">As AWS calls it.</param>
    /// <param name="policy">Severe enough to be blocked by it, and seen so long ago that the block is about to end.</param>
    /// <param name="now">When it is reported.</param>
    public static DoctorsFinding Of(Indicator party, string region, DecisionPolicy policy, DateTimeOffset now)
    {
        var id = DoctorsSample.IdOf(Guid.CreateVersion7(now).ToString("N"));
        var severity = Math.Max(2.0, policy.MinimumSeverityIn(Account));
        var seen = Spell(now + Life - BlockLife.OfOne(severity, policy.Lives));
        var finding = new JsonObject
        {
            ["schemaVersion"] = "2.0",
            ["accountId"] = Account,
            ["region"] = region,
            ["id"] = id,
            ["type"] = "UnauthorizedAccess:EC2/SSHBruteForce",
            ["severity"] = severity,
            ["createdAt"] = Spell(now),
            ["updatedAt"] = Spell(now),
            ["title"] = "A sample of shield doctor: nobody did this",
            ["resource"] = new JsonObject
            {
                ["resourceType"] = "Instance",
                ["instanceDetails"] = new JsonObject { ["instanceId"] = "i-99999999" },
            },
            ["service"] = new JsonObject
            {
                ["serviceName"] = "guardduty",
                ["resourceRole"] = "TARGET",
                ["archived"] = false,
                ["count"] = 1,
                ["eventFirstSeen"] = seen,
                ["eventLastSeen"] = seen,
                ["additionalInfo"] = new JsonObject { ["sample"] = true },
                ["action"] = new JsonObject
                {
                    ["actionType"] = "NETWORK_CONNECTION",
                    ["networkConnectionAction"] = new JsonObject
                    {
                        ["connectionDirection"] = "INBOUND",
                        ["protocol"] = "TCP",
                        ["remoteIpDetails"] = new JsonObject { ["ipAddressV4"] = party.ToString() },
                        ["localPortDetails"] = new JsonObject { ["port"] = 22, ["portName"] = "SSH" },
                    },
                },
            },
        };
        var envelope = new JsonObject
        {
            ["version"] = "0",
            ["id"] = Guid.CreateVersion7(now).ToString(),
            ["detail-type"] = "GuardDuty Finding",
            ["source"] = "aws.guardduty",
            ["account"] = Account,
            ["time"] = Spell(now),
            ["region"] = region,
            ["resources"] = new JsonArray(),
            ["detail"] = finding.DeepClone(),
        };
        return new DoctorsFinding(
            new SightingKey(new FindingKey(Account, region, id), party),
            party,
            finding.ToJsonString(),
            envelope.ToJsonString(),
            now + Life
        );
    }

    private static string Spell(DateTimeOffset time) => time.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture);
}
