using System.Collections.Immutable;
using Shield.Moto;

namespace Shield.Tests.Deploy;

/// <summary>
/// deploy/deploy.sh with a program in the place of the AWS CLI that answers as AWS does in trouble, which moto never has. It writes down
/// every call.
/// </summary>
public sealed class What_AWS_answers_the_deploy_script(MotoServer moto) : IDisposable
{
    private const string Settings = """{"Pce":{"Url":"https://pce.example.com:8443","OrgId":"1","OwnerId":"prod"}}""";

    private const string WithFiles =
        """{"Pce":{"OwnerId":"prod","CaBundle":"/var/task/ca.pem"},"NeverBlock":{"Files":[{"Path":"\/var\/task\/cdn.txt"}]}}""";

    /// <summary>A stack that works, its bucket, settings and key. The first that fits a call answers it.</summary>
    private static readonly ImmutableArray<Answer> Healthy =
    [
        Answer.With("*get-caller-identity*", "123456789012\tarn:aws:iam::123456789012:user/ann"),
        Answer.With("*describe-stacks*", Stack("UPDATE_COMPLETE")),
        Answer.With("*describe-stack-resources*", "Ledger\tUPDATE_FAILED\tno permission\nQueue\tUPDATE_FAILED\tgone"),
        Answer.With("*get-parameters*length*", "1"),
        Answer.With("*get-parameters*", Settings),
        Answer.With("*list-objects-v2*", "None"),
        Answer.With("*list-tables*", ""),
        Answer.With("*put-parameter*", "1"),
        Answer.With("*", ""),
    ];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("shield-deploy-");

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [InlineData("UPDATE_ROLLBACK_FAILED", "continue-update-rollback --stack-name shield", "--resources-to-skip Ledger Queue")]
    [InlineData("DELETE_FAILED", "--remove --stack shield", "--retain-resources Ledger Queue")]
    [InlineData("CREATE_FAILED", "aws cloudformation rollback-stack --stack-name shield", "no permission")]
    [InlineData("UPDATE_IN_PROGRESS", "the stack is busy (UPDATE_IN_PROGRESS)", "wait")]
    [InlineData("SOMETHING_NEW", "knows no way (SOMETHING_NEW)", "")]
    public async Task Is_a_state_that_it_knows_and_says_what_to_do_about(string status, string said, string too)
    {
        var run = await RunAsync([Answer.With("*describe-stacks*", Stack(status))], "--zip", File("code.zip"));

        Assert.Equal(1, run.Code);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.Contains(too, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Calls, call => call.Contains("put-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_that_the_first_attempt_could_not_be_taken_back_and_then_it_says_what_holds_it()
    {
        var run = await RunAsync(
            [
                Answer.With("*describe-stacks*", Stack("ROLLBACK_FAILED"), once: true),
                Answer.With("*describe-stacks*", Stack("DELETE_FAILED")),
                Answer.Refusing("*stack-delete-complete*", "Waiter StackDeleteComplete failed: terminal failure state"),
            ],
            "--zip",
            File("code.zip")
        );

        Assert.Equal(1, run.Code);
        Assert.Contains("the first attempt failed (ROLLBACK_FAILED): it is cleared away", run.Error, StringComparison.Ordinal);
        Assert.Contains("delete-stack --stack-name shield --retain-resources Ledger Queue", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*describe-stacks*", "An error occurred (Throttling) when calling the DescribeStacks operation: Rate exceeded")]
    [InlineData("*describe-stacks*", "An error occurred (AccessDenied) when calling the DescribeStacks operation: not authorized")]
    [InlineData("*describe-stacks*", "Could not connect to the endpoint URL: \"https://cloudformation.eu-west-1.amazonaws.com/\"")]
    [InlineData("*get-parameters*length*", "An error occurred (ThrottlingException) when calling the GetParameters operation: Rate")]
    [InlineData("*get-parameters*Value*", "An error occurred (AccessDeniedException) when calling the GetParameters operation: no")]
    [InlineData("*head-bucket*", "An error occurred (403) when calling the HeadBucket operation: Forbidden")]
    [InlineData("*head-bucket*", "An error occurred (503) when calling the HeadBucket operation: Slow Down")]
    [InlineData("*list-objects-v2*", "An error occurred (SlowDown) when calling the ListObjectsV2 operation: Please reduce")]
    [InlineData("*get-caller-identity*", "An error occurred (ExpiredToken) when calling the GetCallerIdentity operation: expired")]
    public async Task Is_never_taken_for_there_is_none_where_the_request_failed(string call, string error)
    {
        var run = await RunAsync([Answer.Refusing(call, error)], "--zip", File("code.zip"));

        Assert.Equal(1, run.Code);
        Assert.DoesNotContain("no key is stored", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("first time", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Calls, made => made.Contains("create-bucket", StringComparison.Ordinal));
        Assert.DoesNotContain(Calls, made => made.Contains(" deploy ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_that_an_earlier_stack_left_its_ledger_beside_which_it_makes_no_other_unasked()
    {
        ImmutableArray<Answer> left =
        [
            Answer.Refusing("*describe-stacks*", NoStack),
            Answer.With("*list-tables*", "shield-Ledger-ABC"),
            .. Healthy,
        ];

        var refused = await RunAsync(left, "--config", File("shield.json"), "--zip", File("code.zip"));
        Assert.Equal(1, refused.Code);
        Assert.Contains("left its ledger: shield-Ledger-ABC", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--set ExistingTable=TABLE goes on with it", refused.Error, StringComparison.Ordinal);

        var unseen = await RunAsync(
            [Answer.Refusing("*list-tables*", "An error occurred (AccessDeniedException) when calling ListTables: no"), .. left],
            "--config",
            File("shield.json"),
            "--zip",
            File("code.zip")
        );
        Assert.Equal(1, unseen.Code);
        Assert.Contains("could not be seen", unseen.Error, StringComparison.Ordinal);

        // The stack's answer after the deployment is the last one.
        var asked = await RunAsync(
            [Answer.Refusing("*describe-stacks*", NoStack, once: true), Answer.With("*list-tables*", "shield-Ledger-ABC")],
            "--config",
            File("shield.json"),
            "--zip",
            File("code.zip"),
            "--set",
            "ExistingTable="
        );
        Assert.True(asked.Code is 0, asked.All);
    }

    [Fact]
    public async Task Is_that_the_bucket_is_there_and_then_its_settings_stay_as_they_are()
    {
        Assert.Equal(0, (await RunAsync([], "--zip", File("code.zip"))).Code);
        Assert.DoesNotContain(Calls, call => call.Contains("put-public-access-block", StringComparison.Ordinal));
        Assert.DoesNotContain(Calls, call => call.Contains("put-bucket-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_that_the_bucket_is_missing_and_then_it_makes_one_that_nobody_else_reads()
    {
        var missing = Answer.Refusing("*head-bucket*", "An error occurred (404) when calling the HeadBucket operation: Not Found");

        Assert.Equal(0, (await RunAsync([missing], "--zip", File("code.zip"))).Code);
        Assert.Contains(Calls, call => call.Contains("create-bucket", StringComparison.Ordinal));
        Assert.Contains(Calls, call => call.Contains("put-public-access-block", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_which_tags_the_stack_has_and_those_are_passed_on_with_the_new_ones_and_a_role()
    {
        var run = await RunAsync(
            [Answer.With("*describe-stacks*", Stack("UPDATE_COMPLETE") + "\ntag\tteam\tsoc\ntag\told\tyes")],
            "--zip",
            File("code.zip"),
            "--tag",
            "cost=4 2",
            "--tag",
            "old=",
            "--role",
            "arn:aws:iam::123456789012:role/cloudformation"
        );

        Assert.True(run.Code is 0, run.All);
        var deploy = Assert.Single(Calls, call => call.StartsWith("cloudformation deploy", StringComparison.Ordinal));
        Assert.Contains("--role-arn arn:aws:iam::123456789012:role/cloudformation", deploy, StringComparison.Ordinal);
        Assert.Contains("team=soc", deploy, StringComparison.Ordinal);
        Assert.Contains("cost=4 2", deploy, StringComparison.Ordinal);
        Assert.DoesNotContain("old=", deploy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("None", "the settings name /var/task/ca.pem, and the function would be without it")]
    [InlineData("shield/files/ca.pem", "the settings name /var/task/cdn.txt, and the function would be without it")]
    public async Task Is_that_a_file_which_the_settings_name_is_not_kept_and_then_nothing_is_deployed(string kept, string said)
    {
        var run = await RunAsync(
            [Answer.With("*list-objects-v2*", kept), Answer.With("*get-parameters*Value*", WithFiles)],
            "--zip",
            File("code.zip")
        );

        Assert.Equal(1, run.Code);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Calls, call => call.Contains("put-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_which_files_are_kept_and_one_that_the_settings_name_cannot_be_left_out()
    {
        var run = await RunAsync(
            [
                Answer.With("*list-objects-v2*", "shield/files/ca.pem\tshield/files/cdn.txt"),
                Answer.With("*get-parameters*Value*", WithFiles),
            ],
            "--zip",
            File("code.zip"),
            "--without",
            "cdn.txt"
        );

        Assert.Equal(1, run.Code);
        Assert.Contains("/var/task/cdn.txt", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_no_matter_where_the_settings_name_a_file_that_the_function_cannot_see()
    {
        await System.IO.File.WriteAllTextAsync(
            File("shield.json"),
            Settings.Replace("\"1\"", "\"1\",\"CaBundle\":\"/home/ann/ca.pem\"", StringComparison.Ordinal)
        );
        var run = await RunAsync([], "--config", File("shield.json"), "--zip", File("code.zip"));

        Assert.Equal(1, run.Code);
        Assert.Contains("/home/ann/ca.pem, which the function does not see", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_a_CA_bundle_that_the_program_judges_by_its_copy_here()
    {
        await System.IO.File.WriteAllTextAsync(
            File("shield.json"),
            Settings.Replace("\"1\"", "\"1\",\"CaBundle\":\"/var/task/ca.pem\"", StringComparison.Ordinal)
        );
        var run = await RunAsync(
            [Answer.With("*list-objects-v2*", "shield/files/ca.pem")],
            "--config",
            File("shield.json"),
            "--parameters-only"
        );

        Assert.True(run.Code is 0, run.All);
        Assert.All(
            await System.IO.File.ReadAllLinesAsync(File("program")),
            call =>
                Assert.Matches(
                    "(policy show --config .*--set Pce:CaBundle=/.*/files/ca.pem|doctor --stack shield --config /.*/shield.json)$",
                    call
                )
        );
    }

    /// <summary>By the real AWS CLI, on a table in moto as a restore leaves it.</summary>
    [Fact]
    public async Task Is_how_a_restored_table_is_protected_and_what_is_missing_is_switched_on()
    {
        await Tool.NeedsAsync("aws", "pip install awscli==1.45.11");
        using var aws = new MotoAws(await moto.AddressAsync());
        await aws.DynamoDbAsync(
            "CreateTable",
            """
            {"TableName":"restored","BillingMode":"PAY_PER_REQUEST",
             "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"S"}],
             "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}]}
            """
        );

        var run = await RunAsync([Answer.Passed("dynamodb *")], "--zip", File("code.zip"), "--set", "ExistingTable=restored");

        Assert.True(run.Code is 0, run.All);
        var table = (await aws.DynamoDbAsync("DescribeTable", """{"TableName":"restored"}"""))["Table"]!;
        Assert.True(table["DeletionProtectionEnabled"]!.GetValue<bool>());
        var life = (await aws.DynamoDbAsync("DescribeTimeToLive", """{"TableName":"restored"}"""))["TimeToLiveDescription"]!;
        Assert.Equal(("ENABLED", "expires"), (life["TimeToLiveStatus"]!.GetValue<string>(), life["AttributeName"]!.GetValue<string>()));
        Assert.Contains(
            "\"PointInTimeRecoveryStatus\":\"ENABLED\"",
            (await aws.DynamoDbAsync("DescribeContinuousBackups", """{"TableName":"restored"}""")).ToJsonString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("ACTIVE\tid\tNone\tFalse", "is no ledger")]
    [InlineData("CREATING\tpk\tsk\tFalse", "is not ready yet (CREATING)")]
    public async Task Is_that_a_table_cannot_be_the_ledger(string table, string said)
    {
        var run = await RunAsync([Answer.With("*describe-table*", table)], "--zip", File("code.zip"), "--set", "ExistingTable=t");

        Assert.Equal(1, run.Code);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Calls, call => call.StartsWith("cloudformation deploy", StringComparison.Ordinal));
    }

    private const string NoStack =
        "An error occurred (ValidationError) when calling the DescribeStacks operation: Stack with id shield does not exist";

    private static string Stack(string status) =>
        $"status\tstatus\t{status}\nparameter\tOwnerId\tprod\nparameter\tHttpsProxy\t\nparameter\tCodeBucket\tcode\noutput\tTable\tt";

    private string[] Calls => System.IO.File.Exists(File("calls")) ? System.IO.File.ReadAllLines(File("calls")) : [];

    private string File(string name) => Path.Combine(_root.FullName, name);

    private async Task<ToolRun> RunAsync(ImmutableArray<Answer> answers, params string[] arguments)
    {
        await Tool.NeedsAsync("bash", "apt-get install bash");
        _root.CreateSubdirectory("deploy");
        _root.CreateSubdirectory("bin");
        foreach (var script in new[] { "deploy.sh", "package.sh" })
        {
            System.IO.File.Copy(RepositoryFolder.Path("deploy", script), File($"deploy/{script}"), overwrite: true);
        }

        System.IO.File.Delete(File("calls"));
        await System.IO.File.WriteAllBytesAsync(File("code.zip"), A_stack.Code());
        if (!System.IO.File.Exists(File("shield.json")))
        {
            await System.IO.File.WriteAllTextAsync(File("shield.json"), Settings);
        }

        await ProgramAsync("shield", $"echo \"$*\" >>'{File("program")}'");
        await ProgramAsync(
            "bin/aws",
            $"printf '%s\\n' \"$*\" >>'{File("calls")}'\n"
                + string.Concat(answers.AddRange(Healthy).Select((answer, index) => answer.ToShell(File($"answered-{index}"))))
        );
        return await Tool.RunAsync(
            "bash",
            [File("deploy/deploy.sh"), .. arguments],
            environment: new Dictionary<string, string?>
            {
                ["PATH"] = $"{File("bin")}:{Environment.GetEnvironmentVariable("PATH")}",
                ["REAL_PATH"] = Environment.GetEnvironmentVariable("PATH"),
                ["AWS_ENDPOINT_URL"] = (await moto.AddressAsync()).ToString(),
                ["AWS_ACCESS_KEY_ID"] = "test",
                ["AWS_SECRET_ACCESS_KEY"] = "test",
                ["AWS_REGION"] = "eu-west-1",
            }
        );
    }

    private async Task ProgramAsync(string name, string body)
    {
        await System.IO.File.WriteAllTextAsync(File(name), $"#!/bin/sh\n{body}\n");
        await Tool.RunAsync("chmod", ["+x", File(name)]);
    }

    /// <param name="Call">Of the arguments, as the shell matches.</param>
    /// <param name="Then">What the shell does for it.</param>
    /// <param name="Once">Only the first time.</param>
    private sealed record Answer(string Call, string Then, bool Once)
    {
        public static Answer With(string call, string output, bool once = false) =>
            new(call, output.Length is 0 ? "exit 0" : $"cat <<'ANSWER'\n{output}\nANSWER\nexit 0", once);

        public static Answer Refusing(string call, string error, bool once = false) =>
            new(call, $"cat >&2 <<'ANSWER'\n\n{error}\nANSWER\nexit 254", once);

        /// <summary>To the real CLI.</summary>
        public static Answer Passed(string call) => new(call, "PATH=$REAL_PATH exec aws \"$@\"", Once: false);

        public string ToShell(string mark) =>
            $"""
                case "$*" in {Call.Replace(" ", "\\ ", StringComparison.Ordinal)}) {(
                    Once ? $"if [ ! -e '{mark}' ]; then : >'{mark}'" : "if :; then"
                )}
                {Then}
                fi ;; esac

                """;
    }
}
