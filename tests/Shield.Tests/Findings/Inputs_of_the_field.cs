namespace Shield.Tests.Findings;

/// <summary>
/// Inputs in shapes that were seen in the field, where the shared folder is present. <see cref="A_shape_of_the_field"/> has the same shapes
/// with values of its own.
/// </summary>
public sealed class Inputs_of_the_field
{
    private const string Attacked = "8.219.64.21 block-inbound brute-force";
    private const string Called = "45.155.205.77 hold api-caller";

    private static readonly Dictionary<string, string> Expected = new()
    {
        ["01-securityhub-v2-no-party.json"] = "1 of Stealth:IAMUser/CloudTrailLoggingDisabled named nobody",
        ["02-securityhub-v2-ssh.json"] = Attacked,
        ["03-ocsf-epoch-times.json"] = Called,
        ["04-ocsf-severity-id.json"] = Called,
        ["05-ocsf-kubernetes-caller.json"] = Called,
        ["06-sequence-own-address.json"] = "8.219.64.21 block-outbound sequence; 18.203.44.9 ignore own-address",
        ["07-ocsf-own-address.json"] = "18.203.44.9 ignore own-address",
        ["08-object-for-array.json"] = "187.234.16.206 block-inbound scanner",
        ["09-object-for-array-own.json"] = "8.219.64.21 ignore own-address",
        ["10-asff-sequence.json"] = "8.219.64.21 block-outbound sequence",
        ["11-sequence-tor-only.json"] = "185.220.101.45 hold api-caller",
        ["12-asff-ipv6.json"] = "2a03:b0c0:1::99 block-both c2",
        ["13-pascal-without-id.json"] = "rejected: is not a finding: it has no id",
        ["14-utf16.json"] = Attacked,
        ["15-athena-times.json"] = Attacked,
        ["16-cloudwatch-subscription.json"] = Attacked,
        ["17-filter-log-events.json"] = Attacked,
        ["18-message-lower.json"] = Attacked,
        ["19-splunk-hec.json"] = Attacked,
        ["20-kinesis.json"] = Attacked,
        ["21-cloudevents.json"] = Attacked,
        ["22-brute-force-by-us.json"] = "62.210.5.5 ignore victim",
        ["23-sequence-unnamed-endpoints.json"] = "8.219.64.21 hold sequence; 179.43.175.10 hold sequence",
        ["24-nameless.json"] = "1 of UnauthorizedAccess:EC2/SSHBruteForce named nobody",
    };

    [Fact]
    public async Task Are_read_as_they_are_meant()
    {
        List<string> differences = [];
        foreach (var file in File.ReadLines(SharedFolder.File("cases", "EXPECT.tsv")).Skip(1).Select(line => line.Split('\t')[0]))
        {
            await using var input = File.OpenRead(SharedFolder.File("cases", file));
            var told = await Told.OfAsync(input);
            if (told != Expected.GetValueOrDefault(file))
            {
                differences.Add($"{file}:\n  expected {Expected.GetValueOrDefault(file)}\n  found    {told}");
            }
        }

        Assert.True(differences is [], string.Join('\n', differences));
    }
}
