using System.Text.Json.Nodes;

namespace Shield.EndToEndTests.Cli;

/// <summary>The PCE is asked on the port where the service is: ours, if they called us; theirs, if we called them.</summary>
public sealed class A_port_of_a_proof : CliTest
{
    private const string Party = "45.83.64.1";

    [Theory]
    [InlineData("TARGET", "INBOUND", 22, 51544, 22, 443)]
    [InlineData("TARGET", "INBOUND", 3389, null, 3389, 443)]
    [InlineData("ACTOR", "OUTBOUND", 51544, 8443, 443, 8443)]
    [InlineData("ACTOR", "OUTBOUND", 51544, null, 443, 443)]
    [InlineData("TARGET", "UNKNOWN", 22, 8443, 22, 8443)]
    public async Task Is_where_the_service_is(string role, string direction, int local, int? remote, int inbound, int outbound)
    {
        (await Initialise()).Expect(0);
        (await Json("ingest", File("f.json", Connection(role, direction, local, remote)))).Expect(0);
        (await Json("threats", "block", Party, "--reason", "in both directions")).Expect(0);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var proofs = (await Json("explain", Party)).Expect(0).Json["checks"]!
                .AsArray()
                .Where(check => (string)check!["check"]! is "policy-check")
                .Select(check => (string)check!["detail"]!)
                .ToList();
            Assert.Contains(
                proofs,
                proof =>
                    proof.Contains("inbound, ", StringComparison.Ordinal)
                    && proof.Contains($"TCP port {inbound}:", StringComparison.Ordinal)
            );
            Assert.Contains(
                proofs,
                proof =>
                    proof.Contains("outbound, ", StringComparison.Ordinal)
                    && proof.Contains($"TCP port {outbound}:", StringComparison.Ordinal)
            );
            Assert.All(proofs, proof => Assert.Contains("our rule blocks it", proof, StringComparison.Ordinal));
        }

        var rules = (await Json("status")).Json["rules"]!
            .AsArray()
            .ToDictionary(rule => (string)rule!["direction"]!, rule => (string)rule!["detail"]!);
        Assert.Contains($"TCP port {inbound}:", rules["inbound"], StringComparison.Ordinal);
        Assert.Contains($"TCP port {outbound}:", rules["outbound"], StringComparison.Ordinal);
    }

    private static string Connection(string role, string direction, int local, int? remote) =>
        FindingText.BruteForce(
            Party,
            severity: 8,
            change: finding =>
            {
                finding["type"] = "Backdoor:EC2/C&CActivity.B";
                finding["service"]!["resourceRole"] = role;
                var action = finding["service"]!["action"]!["networkConnectionAction"]!;
                action["connectionDirection"] = direction;
                action["localPortDetails"] = new JsonObject { ["port"] = local };
                action["remotePortDetails"] = remote is { } port ? new JsonObject { ["port"] = port, ["portName"] = "Unknown" } : null;
            }
        );
}
