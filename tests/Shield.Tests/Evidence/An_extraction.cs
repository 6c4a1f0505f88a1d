using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using static Shield.Tests.Findings.Written;

namespace Shield.Tests.Evidence;

public sealed class An_extraction
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Leaves_a_sighting_the_findings_state_and_our_addresses()
    {
        var evidence = Extraction.From(Parsed(Finding()), "file", receivedAt: Noon);
        var key = new FindingKey(Account, Region, "f1");
        Assert.Equal(
            new FindingState
            {
                Key = key,
                UpdatedAt = Noon,
                Archived = false,
                Severity = 2,
            },
            evidence.State
        );
        Assert.Equal(
            new Sighting
            {
                Key = new SightingKey(key, Indicator.Parse("203.0.113.7")),
                FirstSeen = Noon.AddHours(-2),
                LastSeen = Noon.AddMinutes(-30),
                Supported = Noon.AddMinutes(-30),
                Severity = 2,
                Count = 4,
                Sources = ["file"],
                Circumstances = [new Circumstance(ResourceRole.Target, ConnectionDirection.Inbound)],
                Latest = new Report
                {
                    UpdatedAt = Noon,
                    Type = "UnauthorizedAccess:EC2/SSHBruteForce",
                    IsSample = false,
                    Resource = "i-0abc",
                    LocalPort = 22,
                    Country = "Netherlands",
                    Asn = "64496",
                    AsnOrganization = "Hosting",
                },
            },
            Assert.Single(evidence.Sightings)
        );
        Assert.Equal(
            new[] { "10.0.1.5", "10.0.1.6", "93.184.216.34", "2600:1f18::5", "10.0.1.9" }.Select(own => new OwnAddress(
                AddressRange.Parse(own),
                Noon.AddMinutes(-30)
            )),
            evidence.OwnAddresses
        );
    }

    [Fact]
    public void Merges_what_one_finding_says_of_one_party()
    {
        var probe = Probe(
            """{"ipAddressV4":"203.0.113.1"}""",
            """{"ipAddressV4":"203.0.113.2"}""",
            """{"ipAddressV6":"::ffff:203.0.113.1","country":{"countryName":"Norway"}}"""
        );
        var evidence = Extraction.From(Parsed(Finding(service: InService(probe))), "file", Noon);
        Assert.Equal(["203.0.113.1", "203.0.113.2"], evidence.Sightings.Select(sighting => sighting.Key.Indicator.ToString()));
        Assert.Equal("Norway", evidence.Sightings[0].Latest.Country);
    }

    [Fact]
    public void Counts_a_claim_about_the_future_from_its_arrival()
    {
        var early = Extraction.From(Parsed(Finding()), "file", receivedAt: Noon.AddHours(-1));
        Assert.Equal(Noon.AddHours(-1), early.Sightings[0].Supported);
        Assert.All(early.OwnAddresses, own => Assert.Equal(Noon.AddHours(-1), own.LastSeen));
    }

    [Fact]
    public void Supports_nothing_from_an_archived_finding_but_keeps_it()
    {
        var archived = Extraction.From(
            Parsed(Finding().Replace("\"archived\":false", "\"archived\":true", StringComparison.Ordinal)),
            "file",
            Noon
        );
        Assert.True(archived.State.Archived);
        Assert.Null(Assert.Single(archived.Sightings).Supported);
    }

    [Fact]
    public void Spells_the_type_as_the_table_does() =>
        Assert.Equal(
            "UnauthorizedAccess:EC2/SSHBruteForce",
            Extraction
                .From(Parsed(Finding().Replace("SSHBruteForce", "SshBruteForce", StringComparison.Ordinal)), "file", Noon)
                .Sightings[0]
                .Latest.Type
        );

    [Fact]
    public void Leaves_it_to_never_block_that_a_party_is_one_of_us() =>
        Assert.Equal(
            "93.184.216.34",
            Assert.Single(Extraction.From(Parsed(Finding(remote: "93.184.216.34")), "file", Noon).Sightings).Key.Indicator.ToString()
        );

    [Fact]
    public void Leaves_the_state_and_our_addresses_of_a_finding_without_a_party()
    {
        var evidence = Extraction.From(Parse(Finding(service: "null")).Finding!, "file", Noon);
        Assert.Empty(evidence.Sightings);
        Assert.Equal("f1", evidence.State.Key.Id);
        Assert.NotEmpty(evidence.OwnAddresses);
    }
}
