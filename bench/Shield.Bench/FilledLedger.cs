using System.Globalization;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.Indicators;
using Shield.Core.Ledger;
using Shield.Sqlite;

namespace Shield.Bench;

/// <summary>
/// A ledger of a given size: a sighting a party, some of them alive since five minutes ago, all others 40 to 80 days old and at rest, as
/// the upkeep of all those days left them.
/// </summary>
internal static class FilledLedger
{
    private const int AtOnce = 5_000;

    public static async Task<int> RunAsync(string path, int count, int alive)
    {
        await using var ledger = await SqliteLedger.OpenAsync(path, CancellationToken.None);
        var now = TimeProvider.System.GetUtcNow();
        foreach (var numbers in Enumerable.Range(0, count).Chunk(AtOnce))
        {
            var evidence = numbers
                .Select(number => Evidence(number, number < alive ? now.AddMinutes(-5) : now.AddDays(-40 - (number % 40))))
                .ToArray();
            await ledger.RecordAsync(evidence, CancellationToken.None);
            var old = evidence.Where((_, at) => numbers[at] >= alive).ToArray();
            await ledger.RestAsync(
                Forgettable.Nothing with
                {
                    Sightings = [.. old.SelectMany(one => one.Sightings)],
                    States = [.. old.Select(one => one.State)],
                },
                CancellationToken.None
            );
        }

        return 0;
    }

    /// <summary>The first is 45.83.0.1, the next 45.83.0.2, and so on.</summary>
    private static FindingEvidence Evidence(int number, DateTimeOffset at)
    {
        var finding = new FindingKey("111122223333", "eu-west-1", number.ToString("x32", CultureInfo.InvariantCulture));
        var party = string.Create(CultureInfo.InvariantCulture, $"45.{83 + (number / 62_500)}.{number / 250 % 250}.{(number % 250) + 1}");
        var report = new Report
        {
            UpdatedAt = at,
            Type = "UnauthorizedAccess:EC2/SSHBruteForce",
            IsSample = false,
            Resource = "i-0123456789abcdef0",
            LocalPort = 22,
            Country = "Netherlands",
            Asn = "64500",
            AsnOrganization = "Example Hosting",
        };
        return OneFinding.Evidence(finding, party, severity: 2, count: 7, "file", report) with
        {
            OwnAddresses = [new OwnAddress(AddressRange.Parse($"10.0.{number % 200}.7"), at)],
        };
    }
}
