using System.Text.Json.Nodes;
using Shield.Core.Reconciling;
using Shield.Lambda.Reconciling;

namespace Shield.Tests.Deploy;

public sealed class The_templates
{
    /// <summary>CloudFormation takes a template of this length with the request; a longer one needs a bucket.</summary>
    private const int LongestInRequest = 51_200;

    public static TheoryData<string> All => ["template.yaml", "member.yaml"];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Are_without_a_word_from_cfn_lint(string name)
    {
        await Tool.NeedsAsync("cfn-lint", "pip install cfn-lint==1.51.0");
        var run = await Tool.RunAsync("cfn-lint", [Template.PathOf(name)]);
        Assert.True(run.Code is 0 && run.All.Trim().Length is 0, run.All);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fit_into_a_request(string name) => Assert.InRange(new FileInfo(Template.PathOf(name)).Length, 1, LongestInRequest);

    [Fact]
    public async Task Name_no_partition_and_no_account()
    {
        foreach (
            var text in Template
                .Texts((await Template.ReadAsync())["Resources"])
                .Concat(Template.Texts((await Template.ReadMemberAsync())["Resources"]))
        )
        {
            Assert.DoesNotContain("arn:aws:", text, StringComparison.Ordinal);
            Assert.DoesNotMatch("[0-9]{12}", text);
        }
    }

    [Fact]
    public async Task Reserve_no_concurrency_and_let_two_batches_run()
    {
        var resources = (await Template.ReadAsync())["Resources"]!;
        foreach (var (function, trigger) in new[] { ("Recorder", "RecorderQueue"), ("Reconciler", "ReconcilerRequests") })
        {
            Assert.Null(resources[function]!["Properties"]!["ReservedConcurrentExecutions"]);
            Assert.Equal(2, resources[trigger]!["Properties"]!["ScalingConfig"]!["MaximumConcurrency"]!.GetValue<int>());
            Assert.Equal("ReportBatchItemFailures", resources[trigger]!["Properties"]!["FunctionResponseTypes"]![0]!.GetValue<string>());
        }
    }

    [Theory]
    [InlineData("Queue", "Recorder", "RecorderQueue")]
    [InlineData("Requests", "Reconciler", "ReconcilerRequests")]
    public async Task Hide_a_message_for_six_times_as_long_as_the_function_may_take(string queue, string function, string trigger)
    {
        var resources = (await Template.ReadAsync())["Resources"]!;
        var timeout = Number(resources, function, "Timeout");
        var window = resources[trigger]!["Properties"]!["MaximumBatchingWindowInSeconds"]?.GetValue<int>() ?? 0;
        Assert.True(Number(resources, queue, "VisibilityTimeout") >= (6 * timeout) + window);
    }

    [Fact]
    public async Task Offer_a_finding_again_for_15_hours_before_it_is_a_dead_letter()
    {
        var resources = (await Template.ReadAsync())["Resources"]!;
        var receives = resources["Queue"]!["Properties"]!["RedrivePolicy"]!["maxReceiveCount"]!.GetValue<int>();
        var tried = TimeSpan.FromSeconds(receives * Number(resources, "Queue", "VisibilityTimeout"));
        Assert.True(tried >= TimeSpan.FromHours(15), $"{tried}");
        // AWS takes no more than 1,000, and the queue must keep it that long.
        Assert.True(receives <= 1_000 && tried < TimeSpan.FromSeconds(Number(resources, "Queue", "MessageRetentionPeriod")));
    }

    [Fact]
    public async Task Keep_a_request_to_reconcile_longer_than_it_may_be_delayed_and_hidden()
    {
        var resources = (await Template.ReadAsync())["Resources"]!;
        Assert.True(
            Number(resources, "Requests", "MessageRetentionPeriod")
                >= Hop.Period.TotalSeconds + Number(resources, "Requests", "VisibilityTimeout")
        );
        Assert.Equal(
            $"rate({Hop.Period.TotalMinutes:0} minutes)",
            resources["ReconcilerSchedule"]!["Properties"]!["ScheduleExpression"]!.GetValue<string>()
        );
        Assert.Equal("Allow", resources["Reconciler"]!["Properties"]!["RecursiveLoop"]!.GetValue<string>());
        Assert.Null(resources["Recorder"]!["Properties"]!["RecursiveLoop"]);
    }

    /// <summary>Also where Parameter Store had to be asked first, for as long as its client is patient.</summary>
    [Fact]
    public async Task Give_the_reconciler_time_to_begin_a_round()
    {
        var resources = (await Template.ReadAsync())["Resources"]!;
        var parameters = TimeSpan.FromSeconds(5 * 5);
        var answer = TimeSpan.FromSeconds(1);
        Assert.True(
            Number(resources, "Reconciler", "Timeout")
                >= (parameters + Reconciler.ShortestRound + Lease.LongestRelease + answer).TotalSeconds
        );
    }

    [Fact]
    public async Task Give_the_recorder_no_key_no_settings_and_no_network()
    {
        var resources = (await Template.ReadAsync())["Resources"]!;
        Assert.Null(resources["Recorder"]!["Properties"]!["VpcConfig"]);
        var role = resources["RecorderRole"]!["Properties"]!;
        Assert.Null(role["ManagedPolicyArns"]);
        Assert.DoesNotContain(
            Template.Texts(role["Policies"]),
            text => text.Contains("pce-key", StringComparison.Ordinal) || text.Contains("/settings", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("RecorderRole", Template.Texts(resources["KeyDecryptPolicy"]!["Properties"]!["Roles"]));
        Assert.Equal(
            ["recorder", "reconciler"],
            new[] { "Recorder", "Reconciler" }.Select(name => resources[name]!["Properties"]!["Handler"]!.GetValue<string>())
        );
        Assert.Equal(
            resources["Recorder"]!["Properties"]!["Code"]!.ToJsonString(),
            resources["Reconciler"]!["Properties"]!["Code"]!.ToJsonString()
        );
    }

    /// <summary>
    /// What is told by every schedule, each five minutes, may fall twice into one period of five minutes and not into the next.
    /// </summary>
    [Fact]
    public async Task Do_not_let_an_alarm_flap_with_the_schedule()
    {
        var alarms = (await Template.ReadAsync())["Resources"]!
            .AsObject()
            .Where(resource => resource.Value!["Type"]!.GetValue<string>() is "AWS::CloudWatch::Alarm");
        Assert.All(
            alarms,
            alarm =>
            {
                var properties = alarm.Value!["Properties"]!;
                var seen = properties["Period"]!.GetValue<int>() * properties["EvaluationPeriods"]!.GetValue<int>();
                Assert.True(seen >= 900, alarm.Key);
                var needed = (properties["DatapointsToAlarm"] ?? properties["EvaluationPeriods"])!.GetValue<int>();
                Assert.Equal(1, needed);
            }
        );
    }

    [Fact]
    public async Task Keep_the_ledger_when_the_stack_goes()
    {
        var ledger = (await Template.ReadAsync())["Resources"]!["Ledger"]!;
        Assert.Equal("Retain", ledger["DeletionPolicy"]!.GetValue<string>());
        Assert.Equal("Retain", ledger["UpdateReplacePolicy"]!.GetValue<string>());
        Assert.True(ledger["Properties"]!["DeletionProtectionEnabled"]!.GetValue<bool>());
        Assert.True(ledger["Properties"]!["PointInTimeRecoverySpecification"]!["PointInTimeRecoveryEnabled"]!.GetValue<bool>());
        // docs/dynamodb.md
        Assert.Equal("expires", ledger["Properties"]!["TimeToLiveSpecification"]!["AttributeName"]!.GetValue<string>());
    }

    [Fact]
    public async Task Catch_the_same_events_here_and_in_other_accounts()
    {
        var (stack, member) = ((await Template.ReadAsync())["Resources"]!, (await Template.ReadMemberAsync())["Resources"]!);
        foreach (
            var (rule, forwarded) in new[] { ("FindingRule", "ForwardedFindingRule"), ("FindingStateRule", "ForwardedFindingStateRule") }
        )
        {
            var pattern = stack[rule]!["Properties"]!["EventPattern"]!.ToJsonString();
            Assert.Equal(pattern, stack[forwarded]!["Properties"]!["EventPattern"]!.ToJsonString());
            Assert.Equal(pattern, member[rule]!["Properties"]!["EventPattern"]!.ToJsonString());
        }
    }

    [Fact]
    public async Task Put_nothing_secret_into_the_functions()
    {
        var resources = (await Template.ReadAsync())["Resources"]!;
        Assert.Equal(["SHIELD_STACK"], Variables("Recorder"));
        Assert.Equal(["HTTPS_PROXY", "NO_PROXY", "SHIELD_STACK"], Variables("Reconciler"));

        IEnumerable<string> Variables(string function) =>
            resources[function]!["Properties"]!["Environment"]!["Variables"]!.AsObject().Select(variable => variable.Key).Order();
    }

    private static int Number(JsonNode resources, string resource, string property) =>
        resources[resource]!["Properties"]![property]!.GetValue<int>();

    /// <summary>
    /// 6 MB is Lambda's longest invocation. A record of SQS has some 700 bytes beside the body, which is a text of JSON in JSON.
    /// </summary>
    [Fact]
    public async Task Ask_for_as_many_findings_at_once_as_6_MB_can_hold()
    {
        var smallest = Directory
            .EnumerateFiles(RepositoryFolder.Path("samples"), "*.template.json")
            .Select(file => JsonNode.Parse(File.ReadAllText(file))!.ToJsonString())
            .Min(finding => finding.Length + finding.Count(c => c is '"' or '\\') + 700);
        var batch = (await Template.ReadAsync())["Resources"]!["RecorderQueue"]!["Properties"]!["BatchSize"]!.GetValue<int>();
        Assert.InRange(batch * smallest, 5_000_000, 6_291_456);
    }

    [Fact]
    public async Task Let_nothing_start_before_what_it_needs()
    {
        var resources = (await Template.ReadAsync())["Resources"]!.AsObject();
        foreach (var function in new[] { "Recorder", "Reconciler" })
        {
            Assert.Equal(["StackParameter"], Template.Texts(resources[function]!["DependsOn"]));
        }

        // By a reference, since DependsOn takes no condition.
        var after = Template.Texts(resources["Reconciler"]!["Metadata"]).ToHashSet();
        Assert.All(["DynamoDbEndpoint", "SsmEndpoint", "SqsEndpoint"], endpoint => Assert.Contains(endpoint, after));
        // No policy that joins the role later.
        Assert.All(
            resources.Where(resource => resource.Value!["Type"]!.GetValue<string>() is "AWS::IAM::ManagedPolicy"),
            policy => Assert.Null(policy.Value!["Properties"]!["Roles"])
        );
        // EventBridge does not try again what it may not deliver.
        Assert.All(
            resources.Where(resource => resource.Value!["Properties"]!["EventPattern"] is not null),
            rule => Assert.Equal(["QueuePolicy", "DeadLetterPolicy"], Template.Texts(rule.Value!["DependsOn"]))
        );
        var member = (await Template.ReadMemberAsync())["Resources"]!;
        Assert.All(
            ["FindingRule", "FindingStateRule"],
            rule => Assert.Equal(["UndeliveredPolicy"], Template.Texts(member[rule]!["DependsOn"]))
        );
    }

    [Fact]
    public async Task Trace_nothing_and_let_the_operator_say_how_much_memory()
    {
        var resources = (await Template.ReadAsync())["Resources"]!;
        foreach (var function in new[] { "Recorder", "Reconciler" })
        {
            Assert.Null(resources[function]!["Properties"]!["TracingConfig"]);
            Assert.Equal($"{function}Memory", resources[function]!["Properties"]!["MemorySize"]!["Ref"]!.GetValue<string>());
        }
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("SubnetIds=subnet-1,subnet-2 SecurityGroupIds=sg-1", null)]
    [InlineData("SubnetIds=subnet-1", "SubnetsNeedSecurityGroups")]
    [InlineData("SecurityGroupIds=sg-1", "SecurityGroupsNeedSubnets")]
    [InlineData("MakeSsmEndpoint=yes SubnetIds=subnet-1 SecurityGroupIds=sg-1", "EndpointsNeedTheVpc")]
    [InlineData("MakeSqsEndpoint=yes VpcId=vpc-1", "EndpointsNeedTheVpc")]
    [InlineData("DynamoDbRouteTables=rtb-1 SubnetIds=subnet-1 SecurityGroupIds=sg-1", "EndpointsNeedTheVpc")]
    [InlineData("MakeSqsEndpoint=yes DynamoDbRouteTables=rtb-1 VpcId=vpc-1 SubnetIds=subnet-1 SecurityGroupIds=sg-1", null)]
    [InlineData("KeySecretArn=arn:x", "ASecretNeedsItsArn")]
    public async Task Refuse_parameters_that_do_not_go_together(string given, string? refusing)
    {
        var template = await Template.ReadAsync();
        var values = template["Parameters"]!
            .AsObject()
            .ToDictionary(parameter => parameter.Key, parameter => parameter.Value!["Default"]?.ToString() ?? "");
        foreach (var pair in given.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')))
        {
            values[pair[0]] = pair[1];
        }

        // An empty list is [] or [""]: AWS's page does not say which, so neither may matter.
        foreach (var options in new[] { StringSplitOptions.None, StringSplitOptions.RemoveEmptyEntries })
        {
            var refused = template["Rules"]!
                .AsObject()
                .Where(rule => Holds(rule.Value!["RuleCondition"]!))
                .Where(rule => !rule.Value!["Assertions"]!.AsArray().All(assertion => Holds(assertion!["Assert"]!)))
                .Select(rule => rule.Key);
            Assert.Equal(refusing is null ? [] : [refusing], refused);

            bool Holds(JsonNode node) =>
                node.AsObject().Single() switch
                {
                    { Key: "Fn::Not" } not => !Holds(not.Value![0]!),
                    { Key: "Fn::Or" } or => or.Value!.AsArray().Any(one => Holds(one!)),
                    { Key: "Fn::Equals" } equals => values[equals.Value![0]!["Ref"]!.GetValue<string>()]
                        == equals.Value[1]!.GetValue<string>(),
                    { Key: "Fn::EachMemberEquals" } each => values[each.Value![0]!["Ref"]!.GetValue<string>()]
                        .Split(',', options)
                        .All(member => member == each.Value[1]!.GetValue<string>()),
                    var other => throw new InvalidOperationException(other.Key),
                };
        }
    }
}
