using System.IO.Compression;
using System.Text.Json.Nodes;
using Shield.Moto;

namespace Shield.Tests.Deploy;

/// <summary>
/// deploy/template.yaml, translated offline and created in moto. (moto passes over queue policies, alarms and topic policies.)
/// </summary>
public sealed class A_stack(MotoServer moto)
{
    private static readonly (string Key, string Value)[] Smallest =
    [
        ("OwnerId", "prod"),
        ("CodeBucket", "code"),
        ("CodeKey", "shield.zip"),
    ];

    [Fact]
    public async Task Is_created_and_says_where_everything_lies()
    {
        using var aws = new MotoAws(await moto.AddressAsync());
        var outputs = await CreateAsync(aws, "smallest", Smallest);

        Assert.Equal("smallest-recorder", outputs["Recorder"]);
        Assert.Equal("smallest-reconciler", outputs["Reconciler"]);
        var (value, type) = (await aws.ParameterAsync("/guardduty-shield/smallest/stack"))!.Value;
        Assert.Equal("String", type);
        var published = JsonNode.Parse(value)!;
        Assert.Equal("prod", published["Pce"]!["OwnerId"]!.GetValue<string>());
        Assert.Null(published["Pce"]!["KeyParameter"]);
        Assert.Equal("dynamodb", published["Ledger"]!["Kind"]!.GetValue<string>());
        Assert.Equal(outputs["Table"], published["Ledger"]!["Table"]!.GetValue<string>());
        Assert.Equal("eu-west-1", published["Ledger"]!["Region"]!.GetValue<string>());
        Assert.Equal(outputs["Queue"], published["Aws"]!["Queue"]!.GetValue<string>());
        Assert.Equal(outputs["DeadLetterQueue"], published["Aws"]!["DeadLetterQueue"]!.GetValue<string>());
        Assert.Equal(outputs["ReconcileQueue"], published["Aws"]!["ReconcileQueue"]!.GetValue<string>());
        Assert.Equal(outputs["Recorder"], published["Aws"]!["Function"]!.GetValue<string>());
        Assert.Contains("policy/smallest-OperatorPolicy", outputs["OperatorPolicy"], StringComparison.Ordinal);
        Assert.DoesNotContain("EventBus", outputs.Keys);
    }

    [Fact]
    public async Task Takes_members_a_secret_and_an_export_along()
    {
        using var aws = new MotoAws(await moto.AddressAsync());
        var outputs = await CreateAsync(
            aws,
            "largest",
            [
                .. Smallest,
                ("KeyParameter", "/aws/reference/secretsmanager/pce"),
                ("KeySecretArn", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:pce-abcdef"),
                ("KeyEncryptionArn", "arn:aws:kms:eu-west-1:123456789012:key/1"),
                ("MemberAccounts", "111122223333,111122224444"),
                ("OrganizationId", "o-abcdefghij"),
                ("ExportBucket", "exports"),
                ("ExportKeyArn", "arn:aws:kms:eu-west-1:123456789012:key/2"),
                ("HttpsProxy", "http://proxy.example.com:3128"),
                ("AlarmEmail", "security@example.com"),
            ]
        );

        Assert.EndsWith(":event-bus/largest", outputs["EventBus"], StringComparison.Ordinal);
        Assert.Contains("ExportPolicy", outputs.Keys);
        var published = JsonNode.Parse((await aws.ParameterAsync("/guardduty-shield/largest/stack"))!.Value.Value)!;
        Assert.Equal("/aws/reference/secretsmanager/pce", published["Pce"]!["KeyParameter"]!.GetValue<string>());

        await CreateAsync(aws, "member", [("CentralEventBus", outputs["EventBus"])], await Template.MemberTextAsync());
    }

    [Fact]
    public async Task Goes_on_with_the_table_of_an_earlier_one()
    {
        using var aws = new MotoAws(await moto.AddressAsync());
        var outputs = await CreateAsync(aws, "second", [.. Smallest, ("ExistingTable", "first-Ledger-ABC")]);
        Assert.Equal("first-Ledger-ABC", outputs["Table"]);
        var published = JsonNode.Parse((await aws.ParameterAsync("/guardduty-shield/second/stack"))!.Value.Value)!;
        Assert.Equal("first-Ledger-ABC", published["Ledger"]!["Table"]!.GetValue<string>());
    }

    /// <summary>A StackSet's stacks have such names, and a rule's name has at most 64 characters.</summary>
    [Fact]
    public async Task Forwards_from_a_member_whose_name_has_60_characters()
    {
        using var aws = new MotoAws(await moto.AddressAsync());
        const string Name = "StackSet-guardduty-shield-members-0a1b2c3d-4e5f-6789-abcd-ef";
        Assert.Equal(60, Name.Length);
        await CreateAsync(
            aws,
            Name,
            [
                ("CentralEventBus", "arn:aws:events:eu-west-1:123456789012:event-bus/shield"),
                ("PermissionsBoundary", "arn:aws:iam::123456789012:policy/boundary"),
                ("AlarmTopic", "arn:aws:sns:eu-west-1:123456789012:alarms"),
            ],
            await Template.MemberTextAsync()
        );

        var made = (await aws.CloudFormationAsync("DescribeStackResources", ("StackName", Name)))
            .Descendants()
            .Where(element => element.Name.LocalName is "PhysicalResourceId")
            .Select(id => (Of: id.Parent!.Elements().Single(e => e.Name.LocalName is "LogicalResourceId").Value, Name: id.Value))
            .ToDictionary(resource => resource.Of, resource => resource.Name);
        Assert.StartsWith("shield-findings-", made["FindingRule"], StringComparison.Ordinal);
        // The others' names are made, and cut, by CloudFormation.
        Assert.InRange(made["FindingRule"].Length, 1, 64);
        Assert.InRange(made["FindingStateRule"].Length, 1, 64);
    }

    /// <summary>A zip that Lambda's emulation takes for code.</summary>
    internal static byte[] Code()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            zip.CreateEntry("bootstrap");
        }

        return bytes.ToArray();
    }

    /// <returns>The stack's outputs.</returns>
    private static async Task<Dictionary<string, string>> CreateAsync(
        MotoAws aws,
        string name,
        (string Key, string Value)[] parameters,
        string? template = null
    )
    {
        template ??= await Template.TextAsync();
        await aws.PutAsync("/code", []);
        await aws.PutAsync("/code/shield.zip", Code());
        await aws.CloudFormationAsync(
            "CreateStack",
            [
                ("StackName", name),
                ("TemplateBody", template),
                ("Capabilities.member.1", "CAPABILITY_IAM"),
                .. parameters.SelectMany(
                    (parameter, index) =>
                        new[]
                        {
                            ($"Parameters.member.{index + 1}.ParameterKey", parameter.Key),
                            ($"Parameters.member.{index + 1}.ParameterValue", parameter.Value),
                        }
                ),
            ]
        );
        var stack = await aws.CloudFormationAsync("DescribeStacks", ("StackName", name));
        Assert.Equal("CREATE_COMPLETE", stack.Descendants().Single(element => element.Name.LocalName is "StackStatus").Value);
        return stack
            .Descendants()
            .Where(element => element.Name.LocalName is "OutputKey")
            .ToDictionary(key => key.Value, key => key.Parent!.Elements().Single(element => element.Name.LocalName is "OutputValue").Value);
    }
}
