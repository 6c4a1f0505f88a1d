using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shield.Tests.Deploy;

/// <summary>What deploy/*.yaml permits is what somebody calls, on what is ours.</summary>
public sealed partial class The_permissions
{
    /// <summary>The only stars, and why.</summary>
    private static readonly ImmutableDictionary<string, string> Stars = new Dictionary<string, string>
    {
        // Lambda makes the interfaces of a function in a VPC with the function's role, and asks for these on all resources
        // (AWSLambdaVPCAccessExecutionRole); what runs in the function is denied them.
        ["ec2:CreateNetworkInterface"] = "*",
        ["ec2:DescribeNetworkInterfaces"] = "*",
        ["ec2:DescribeSubnets"] = "*",
        ["ec2:DeleteNetworkInterface"] = "*",
        ["ec2:AssignPrivateIpAddresses"] = "*",
        ["ec2:UnassignPrivateIpAddresses"] = "*",
        // Lambda names the streams of our log group when it starts an instance.
        ["logs:CreateLogStream"] = ":log-stream:*",
        ["logs:PutLogEvents"] = ":log-stream:*",
        // No resource level, and a detector's id is known only once it was asked for:
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonguardduty.html
        ["guardduty:ListDetectors"] = "*",
        ["guardduty:GetDetector"] = ":detector/*",
        // The objects of the one bucket that the operator names.
        ["s3:GetObject"] = "${ExportBucket}/*",
    }.ToImmutableDictionary();

    /// <summary>
    /// Who calls it: our code (a pattern in src/), or AWS for us (a pattern in the translated templates, with the reason).
    /// </summary>
    private static readonly ImmutableDictionary<string, Caller> Callers = new Dictionary<string, Caller>
    {
        ["dynamodb:BatchGetItem"] = Caller.Code(@"client\.BatchGetItemAsync\("),
        ["dynamodb:DeleteItem"] = Caller.Code(@"client\.DeleteItemAsync\("),
        ["dynamodb:GetItem"] = Caller.Code(@"client\.GetItemAsync\("),
        ["dynamodb:PutItem"] = Caller.Code(@"client\.PutItemAsync\("),
        ["dynamodb:Query"] = Caller.Code(@"client\.QueryAsync\("),
        ["dynamodb:DescribeTable"] = Caller.Code(@"client\.DescribeTableAsync\("),
        ["dynamodb:DescribeTimeToLive"] = Caller.Code(@"client\.DescribeTimeToLiveAsync\("),
        ["dynamodb:DescribeContinuousBackups"] = Caller.Code(@"client\.DescribeContinuousBackupsAsync\("),
        ["dynamodb:UpdateItem"] = Caller.Code(@"client\.UpdateItemAsync\("),
        ["sqs:SendMessage"] = Caller.Code(@"\.SendMessage(Batch)?Async\("),
        ["sqs:ReceiveMessage"] = Caller.Code(@"\.ReceiveMessageAsync\("),
        ["sqs:DeleteMessage"] = Caller.Code(@"\.DeleteMessage(Batch)?Async\("),
        ["sqs:GetQueueAttributes"] = Caller.Code(@"\.GetQueueAttributesAsync\("),
        ["sqs:GetQueueUrl"] = Caller.Code(@"\.GetQueueUrlAsync\("),
        ["ssm:GetParameters"] = Caller.Code(@"\.GetParametersAsync\("),
        ["kms:Decrypt"] = Caller.Code(@"WithDecryption = "),
        ["secretsmanager:GetSecretValue"] = Caller.Code(@"WithDecryption = "),
        ["s3:ListBucket"] = Caller.Code(@"\.ListObjectsV2Async\(|\.ListObjectsV2\("),
        ["s3:GetObject"] = Caller.Code(@"\.GetObjectAsync\("),
        ["guardduty:ListDetectors"] = Caller.Code(@"GetAsync\(""/detector"","),
        ["guardduty:GetDetector"] = Caller.Code(@"GetAsync\(\$""/detector/\{"),
        ["sts:AssumeRole"] = Caller.Aws(@"AWS::Lambda::Function"),
        ["logs:CreateLogStream"] = Caller.Aws(@"AWS::Logs::LogGroup"),
        ["logs:PutLogEvents"] = Caller.Aws(@"AWS::Logs::LogGroup"),
        ["ec2:CreateNetworkInterface"] = Caller.Aws(@"""VpcConfig"""),
        ["ec2:DescribeNetworkInterfaces"] = Caller.Aws(@"""VpcConfig"""),
        ["ec2:DescribeSubnets"] = Caller.Aws(@"""VpcConfig"""),
        ["ec2:DeleteNetworkInterface"] = Caller.Aws(@"""VpcConfig"""),
        ["ec2:AssignPrivateIpAddresses"] = Caller.Aws(@"""VpcConfig"""),
        ["ec2:UnassignPrivateIpAddresses"] = Caller.Aws(@"""VpcConfig"""),
        ["sns:Publish"] = Caller.Aws(@"""AlarmActions"""),
        ["events:PutEvents"] = Caller.Aws(@"""Ref"": ""CentralEventBus"""),
    }.ToImmutableDictionary();

    private static readonly Lazy<string> Source = new(() =>
        string.Join(
            '\n',
            Directory
                .EnumerateFiles(RepositoryFolder.Path("src"), "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains("Shield.PceSimulator", StringComparison.Ordinal))
                .Select(File.ReadAllText)
        )
    );

    [Fact]
    public async Task Have_no_star_but_where_it_is_said_why()
    {
        var used = new HashSet<string>();
        foreach (var permission in await AllowedAsync())
        {
            Assert.All(permission.Actions, action => Assert.DoesNotContain('*', action));
            foreach (var resource in permission.On.Where(resource => resource.Contains('*', StringComparison.Ordinal)))
            {
                Assert.All(
                    permission.Actions,
                    action =>
                    {
                        Assert.True(Stars.TryGetValue(action, out var star), $"{permission.Of}: {action} on {resource}");
                        Assert.EndsWith(star, resource, StringComparison.Ordinal);
                        Assert.True(star is not "*" || resource is "*", $"{permission.Of}: {action} on {resource}");
                    }
                );
                used.UnionWith(permission.Actions);
            }
        }

        Assert.Equal(Stars.Keys.Order(), used.Order());
    }

    [Fact]
    public async Task Name_a_resource_each()
    {
        var nameless = (await AllowedAsync()).Where(permission => permission.On.IsEmpty);
        Assert.All(nameless, permission => Assert.Equal(["sts:AssumeRole"], permission.Actions));
    }

    [Fact]
    public async Task Permit_nothing_that_nobody_calls()
    {
        var templates = await Template.TextAsync() + await Template.MemberTextAsync();
        var actions = (await AllowedAsync()).SelectMany(permission => permission.Actions).ToHashSet();
        Assert.All(
            actions,
            action =>
            {
                Assert.True(Callers.TryGetValue(action, out var caller), $"{action}: nobody is named who calls it");
                Assert.True(
                    Regex.IsMatch(caller.IsCode ? Source.Value : templates, caller.Pattern),
                    $"{action}: not found, {caller.Pattern}"
                );
            }
        );
        // A row for what is no longer permitted would only wait for somebody to permit it again.
        Assert.Equal(Callers.Keys.Order(), actions.Order());
    }

    [Fact]
    public async Task Permit_what_the_code_calls()
    {
        var actions = (await AllowedAsync()).SelectMany(permission => permission.Actions).ToHashSet();
        var calls = Directory
            .EnumerateFiles(RepositoryFolder.Path("src", "Shield.Aws"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => SdkCall().Matches(File.ReadAllText(file)).Select(match => (File: file, Call: match.Groups[1].Value)))
            .ToList();
        Assert.NotEmpty(calls);
        Assert.All(calls, call => Assert.Contains(ActionOf(call.Call), actions));
    }

    [Fact]
    public async Task Let_only_our_rules_and_alarms_in()
    {
        var template = await Template.ReadAsync();
        foreach (var name in new[] { "QueuePolicy", "DeadLetterPolicy", "AlarmsPolicy" })
        {
            var allowed = Template
                .Below(template["Resources"]![name])
                .OfType<JsonObject>()
                .Where(node => node["Effect"] is JsonValue effect && effect.GetValue<string>() is "Allow");
            Assert.All(
                allowed,
                statement =>
                    Assert.All(
                        Template.Texts((statement["Condition"]!["ArnLike"] ?? statement["Condition"]!["ArnEquals"])!["aws:SourceArn"]),
                        source => Assert.Matches(@":\$\{AWS::AccountId\}:(rule|alarm)[:/]\$\{AWS::StackName\}[-/]", source)
                    )
            );
        }
    }

    /// <summary>One table may hold the ledgers of several owners.</summary>
    [Fact]
    public async Task Reach_only_the_owners_items()
    {
        var statements = Template
            .Below(await Template.ReadAsync())
            .OfType<JsonObject>()
            .Where(node =>
                node["Effect"] is JsonValue
                && Template.Texts(node["Action"]).Any(action => action.EndsWith("Item", StringComparison.Ordinal))
            )
            .ToList();
        Assert.Equal(3, statements.Count);
        Assert.All(
            statements,
            statement =>
                Assert.Equal(
                    """{"ForAllValues:StringLike":{"dynamodb:LeadingKeys":{"Fn::Sub":"${OwnerId}#*"}}}""",
                    statement["Condition"]!.ToJsonString()
                )
        );
    }

    private static async Task<ImmutableArray<Permission>> AllowedAsync() =>
        [
            .. Permission
                .In(await Template.ReadAsync())
                .Concat(Permission.In(await Template.ReadMemberAsync()))
                .Where(permission => permission.Allows),
        ];

    /// <summary>The action that IAM asks for, of a method of AWS's SDK.</summary>
    private static string ActionOf(string call) =>
        call switch
        {
            "ListObjectsV2" => "s3:ListBucket",
            "GetObject" => "s3:GetObject",
            "GetParameter" or "GetParameters" or "GetParametersByPath" or "PutParameter" => $"ssm:{call}",
            _ when call.Contains("Message", StringComparison.Ordinal) || call.Contains("Queue", StringComparison.Ordinal) =>
                $"sqs:{call.Replace("Batch", "", StringComparison.Ordinal)}",
            _ => $"dynamodb:{call}",
        };

    [GeneratedRegex(
        @"\.(Scan|Query|GetItem|PutItem|UpdateItem|DeleteItem|BatchGetItem|BatchWriteItem|ConditionCheckItem|"
            + "DescribeTable|DescribeTimeToLive|DescribeContinuousBackups|"
            + "GetParameters?|GetParametersByPath|PutParameter|SendMessage(?:Batch)?|ReceiveMessage|DeleteMessage(?:Batch)?|"
            + @"ChangeMessageVisibility(?:Batch)?|GetQueueAttributes|GetQueueUrl|PurgeQueue|ListObjectsV2|GetObject)Async\("
    )]
    private static partial Regex SdkCall();

    private sealed record Caller(bool IsCode, string Pattern)
    {
        /// <summary>A call in src/.</summary>
        public static Caller Code(string pattern) => new(true, pattern);

        /// <summary>A service of AWS does it, because the template says so.</summary>
        public static Caller Aws(string pattern) => new(false, pattern);
    }
}
