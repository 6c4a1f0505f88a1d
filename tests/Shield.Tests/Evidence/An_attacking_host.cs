using Shield.Core.Evidence;
using static Shield.Tests.Findings.Written;

namespace Shield.Tests.Evidence;

/// <summary>A host of ours that attacks somebody is the news of its finding; the other side is a victim.</summary>
public sealed class An_attacking_host
{
    private const string Ssh = "UnauthorizedAccess:EC2/SSHBruteForce";

    [Theory]
    [InlineData(Ssh, "ACTOR", true)]
    [InlineData(Ssh, "TARGET", false)]
    [InlineData("UnauthorizedAccess:EC2/RDPBruteForce", "ACTOR", true)]
    [InlineData("Impact:EC2/WinRMBruteForce", "ACTOR", true)]
    [InlineData("Recon:EC2/Portscan", "TARGET", true)]
    [InlineData("Backdoor:EC2/C&CActivity.B", "ACTOR", false)]
    public void Is_named_with_its_account_and_what_it_did(string type, string role, bool isOne)
    {
        var hosts = new AttackingHosts();
        var finding = Parsed(
            Finding().Replace("\"TARGET\"", $"\"{role}\"", StringComparison.Ordinal).Replace(Ssh, type, StringComparison.Ordinal)
        );
        hosts.Count(finding);
        hosts.Count(finding);
        Assert.Equal(isOne ? [(new AttackingHost("i-0abc", Account, Region, type), 2)] : [], hosts.Listed);
    }
}
