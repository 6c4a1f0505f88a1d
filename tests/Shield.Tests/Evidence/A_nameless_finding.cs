using Shield.Core.Evidence;
using static Shield.Tests.Findings.Written;

namespace Shield.Tests.Evidence;

/// <summary>Its type names a party, and none was read: nobody is blocked or held for it, so it is counted aloud.</summary>
public sealed class A_nameless_finding
{
    private const string Ssh = "UnauthorizedAccess:EC2/SSHBruteForce";

    [Theory]
    [InlineData(Ssh, "{}", true)]
    [InlineData(Ssh, """{"networkConnectionAction":{"connectionDirection":"INBOUND"}}""", true)]
    [InlineData(Ssh, """{"remoteIpDetails":{"ipAddressV4":"203.0.113.7"}}""", true)]
    [InlineData(Ssh, """{"networkConnectionAction":{"remoteIpDetails":{"ipAddressV4":"203.0.113.7"}}}""", false)]
    [InlineData(
        "Recon:IAMUser/MaliciousIPCaller",
        """{"awsApiCallAction":{"callerType":"AWS Service","remoteIpDetails":{"ipAddressV4":"203.0.113.7"}}}""",
        false
    )]
    [InlineData("Backdoor:EC2/C&CActivity.B!DNS", """{"dnsRequestAction":{}}""", true)]
    [InlineData("AttackSequence:EC2/CompromisedInstanceGroup", "{}", true)]
    [InlineData("AttackSequence:New/Thing", "{}", true)]
    [InlineData("Execution:EC2/MaliciousFile", "{}", false)]
    [InlineData("CredentialAccess:EC2/UnsecuredCredentials", "{}", false)]
    [InlineData("New:EC2/Thing", "{}", false)]
    public void Is_one_whose_type_names_somebody_that_it_does_not(string type, string action, bool isNameless)
    {
        var nameless = new NamelessFindings();
        nameless.Count(Parsed(Finding(service: InService(action)).Replace(Ssh, type, StringComparison.Ordinal)));
        Assert.Equal(isNameless ? 1 : 0, nameless.Findings);
        Assert.Equal(isNameless ? [type] : [], nameless.ByType.Keys);
    }

    [Fact]
    public void Is_counted_by_its_type()
    {
        var nameless = new NamelessFindings();
        foreach (var type in new[] { Ssh, "AttackSequence:New/Thing", Ssh, Ssh })
        {
            nameless.Count(Parsed(Finding(service: InService("{}")).Replace(Ssh, type, StringComparison.Ordinal)));
        }

        Assert.Equal([("AttackSequence:New/Thing", 1), (Ssh, 3)], nameless.ByType.Select(one => (one.Key, one.Value)));
    }

    [Fact]
    public void Is_no_sample_whose_party_is_a_placeholder()
    {
        var nameless = new NamelessFindings();
        nameless.Count(
            Parsed(
                Finding(
                        service: InService(
                            """{"dnsRequestAction":{"domain":"GeneratedFindingDomainName"}}""",
                            ",\"additionalInfo\":{\"sample\":true}"
                        )
                    )
                    .Replace(Ssh, "Backdoor:EC2/C&CActivity.B!DNS", StringComparison.Ordinal)
            )
        );
        Assert.Equal(0, nameless.Findings);
    }

    [Fact]
    public void Of_types_without_end_takes_no_memory_without_end()
    {
        var nameless = new NamelessFindings();
        for (var i = 0; i < 3_000; i++)
        {
            nameless.Count(
                Parsed(Finding(service: InService("{}")).Replace(Ssh, $"AttackSequence:New/Thing{i}", StringComparison.Ordinal))
            );
        }

        Assert.Equal((3_000, 1_000), (nameless.Findings, nameless.ByType.Count));
    }
}
