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
        Assert.Null(resources["Function"]!["Properties"]!["ReservedConcurrentExecutions"]);
        Assert.Equal(2, resources["FunctionQueue"]!["Properties"]!["ScalingConfig"]!["MaximumConcurrency"]!.GetValue<int>());
        Assert.Equal(
            "ReportBatchItemFailures",
            resources["FunctionQueue"]!["Properties"]!["FunctionResponseTypes"]![0]!.GetValue<string>()
        );
    }

    [Fact]
    public async Task Hide_a_message_for_six_times_as_long_as_the_function_may_take()
    {
        var resources = (await Template.ReadAsync())["Resources"]!;
        var timeout = resources["Function"]!["Properties"]!["Timeout"]!.GetValue<int>();
        var window = resources["FunctionQueue"]!["Properties"]!["MaximumBatchingWindowInSeconds"]!.GetValue<int>();
        Assert.True(resources["Queue"]!["Properties"]!["VisibilityTimeout"]!.GetValue<int>() >= (6 * timeout) + window);
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
    public async Task Put_nothing_secret_into_the_function()
    {
        var variables = (await Template.ReadAsync())["Resources"]!["Function"]!["Properties"]!["Environment"]!["Variables"]!.AsObject();
        Assert.Equal(["HTTPS_PROXY", "NO_PROXY", "SHIELD_STACK"], variables.Select(variable => variable.Key).Order());
    }
}
