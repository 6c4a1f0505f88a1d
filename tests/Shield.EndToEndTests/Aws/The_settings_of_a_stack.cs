using System.Collections;
using System.Collections.Immutable;
using Shield.Aws;
using Shield.Aws.Parameters;
using Shield.Hosting.Settings;

namespace Shield.EndToEndTests.Aws;

public sealed class The_settings_of_a_stack(AwsHands aws) : IAsyncLifetime
{
    private const string Key = """{"ApiKey":"api_one","ApiSecret":"first-secret"}""";

    private readonly string _stack = $"stack-{Guid.NewGuid():N}";

    private string Prefix => $"/guardduty-shield/{_stack}";

    public async ValueTask InitializeAsync()
    {
        await aws.ReadyAsync();
        await aws.PutParameterAsync(
            $"{Prefix}/stack",
            """{"Pce":{"OwnerId":"prod"},"Ledger":{"Kind":"dynamodb","Table":"t"},"Aws":{"Queue":"https://sqs.eu-west-1.amazonaws.com/1/q"}}"""
        );
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Come_from_three_parameters_in_one_request()
    {
        await aws.PutParameterAsync(
            $"{Prefix}/settings",
            """{"Pce":{"Url":"https://pce.example.com:8443","OrgId":"7"},"Policy":{"Autonomy":"ask"}}"""
        );
        await aws.PutParameterAsync($"{Prefix}/pce-key", Key, isSecure: true);

        var settings = await Read();

        Assert.Empty(settings.PceFaults);
        Assert.Equal(
            ("prod", "7", "api_one", "first-secret"),
            (settings.Pce.OwnerId, settings.Pce.OrgId, settings.Pce.ApiKey, settings.Pce.ApiSecret?.Reveal())
        );
        Assert.Equal("t", settings.LedgerTable?.Table);
        Assert.Single(Requests());
    }

    [Fact]
    public async Task Stand_below_those_of_the_environment()
    {
        await aws.PutParameterAsync($"{Prefix}/settings", """{"Pce":{"Mode":"exclusion"}}""");

        var settings = await Read(("SHIELD_PCE__OWNERID", "mine"));

        Assert.Equal(("mine", Core.Planning.Pce.PceMode.Exclusion), (settings.Pce.OwnerId, settings.Pce.Mode));
    }

    [Fact]
    public async Task Hold_two_keys_while_one_is_being_replaced()
    {
        await aws.PutParameterAsync(
            $"{Prefix}/pce-key",
            $$"""[{{Key}},{"ApiKey":"api_two","ApiSecret":"second-secret"}]""",
            isSecure: true
        );

        var pce = (await Read()).Pce;

        Assert.Equal(("api_one", "api_two", "second-secret"), (pce.ApiKey, pce.SecondApiKey, pce.SecondApiSecret?.Reveal()));
    }

    [Fact]
    public async Task Ask_for_no_key_where_somebody_brings_one_and_leave_the_stacks_second_one_alone()
    {
        await aws.PutParameterAsync($"{Prefix}/pce-key", $$"""[{{Key}},{{Key}}]""", isSecure: true);

        var pce = (await Read(("SHIELD_PCE__APIKEY", "api_mine"), ("SHIELD_PCE__APISECRET", "my-own-secret"))).Pce;

        Assert.Equal(("api_mine", null), (pce.ApiKey, pce.SecondApiKey));
        Assert.DoesNotContain("pce-key", Assert.Single(Requests()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Take_the_key_from_the_parameter_that_they_name()
    {
        var elsewhere = $"/elsewhere/{Guid.NewGuid():N}";
        await aws.PutParameterAsync($"{Prefix}/settings", $$$"""{"Pce":{"KeyParameter":"{{{elsewhere}}}"}}""");
        await aws.PutParameterAsync(elsewhere, Key, isSecure: true);

        Assert.Equal("api_one", (await Read()).Pce.ApiKey);
        Assert.Equal(
            2,
            aws.Wire.Requests.Count(body =>
                body.Contains("WithDecryption", StringComparison.Ordinal)
                && (body.Contains(_stack, StringComparison.Ordinal) || body.Contains(elsewhere, StringComparison.Ordinal))
            )
        );
    }

    [Fact]
    public async Task Take_the_key_from_Secrets_Manager_by_Parameter_Stores_reference()
    {
        await aws.CreateSecretAsync($"{_stack}/pce", Key);

        Assert.Equal("api_one", (await Read(("SHIELD_PCE__KEYPARAMETER", $"/aws/reference/secretsmanager/{_stack}/pce"))).Pce.ApiKey);
    }

    [Fact]
    public async Task Say_why_there_is_no_key_and_keep_the_rest()
    {
        var settings = await Read();

        Assert.Equal("prod", settings.Pce.OwnerId);
        Assert.Contains(
            $"Pce:ApiKey: parameter '{Prefix}/pce-key' does not exist; deploy/deploy.sh puts the PCE's API key there",
            settings.PceFaults
        );
    }

    [Fact]
    public async Task Are_read_without_the_key_by_those_who_may_not_read_it()
    {
        await aws.PutParameterAsync($"{Prefix}/pce-key", Key, isSecure: true);
        aws.Wire.Deny($"{Prefix}/pce-key");

        var settings = await Read();

        Assert.Equal("prod", settings.Pce.OwnerId);
        Assert.Contains($"Pce:ApiKey: parameter '{Prefix}/pce-key' may not be read with these credentials", settings.PceFaults);
    }

    [Fact]
    public async Task Fail_by_name_where_none_of_them_may_be_read()
    {
        aws.Wire.Deny($"{Prefix}/stack");

        var refused = await Assert.ThrowsAsync<AwsException>(() => Read());

        Assert.Equal(AwsFault.Denied, refused.Fault);
        Assert.Contains(
            $"{Prefix}/stack, {Prefix}/settings may not be used with these credentials",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Fail_by_name_where_there_is_no_such_stack()
    {
        var refused = await Assert.ThrowsAsync<SettingsException>(() => Read("no-such-stack"));

        Assert.Contains(
            "parameter '/guardduty-shield/no-such-stack/stack' does not exist in this account and region",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("../other")]
    [InlineData("a b")]
    public async Task Fail_before_anybody_is_asked_for_what_is_no_name_of_a_stack(string name) =>
        Assert.Contains(
            "must be the name of a stack",
            (await Assert.ThrowsAsync<SettingsException>(() => Read(name))).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("""{"ApiKey":"api_one"}""")]
    [InlineData("""{"ApiKey":"api_one","ApiSecret":7}""")]
    [InlineData("""[]""")]
    [InlineData(
        """[{"ApiKey":"a","ApiSecret":"hush-hush"},{"ApiKey":"b","ApiSecret":"hush-hush"},{"ApiKey":"c","ApiSecret":"hush-hush"}]"""
    )]
    [InlineData("hush-hush")]
    [InlineData("\"hush-hush\"")]
    [InlineData("""{"ApiKey":"api_one","ApiSecret":"hush-hush" """)]
    public async Task Say_of_a_key_that_is_none_what_it_should_be_and_nothing_of_what_it_holds(string text)
    {
        await aws.PutParameterAsync($"{Prefix}/pce-key", text, isSecure: true);

        var fault = Assert.Single((await Read()).PceFaults, fault => fault.StartsWith("Pce:ApiKey", StringComparison.Ordinal));

        Assert.Contains("holds no API key of a PCE", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_a_CA_bundle_beside_the_function_which_elsewhere_stops_nothing_but_asking_the_PCE()
    {
        await aws.PutParameterAsync($"{Prefix}/settings", """{"Pce":{"CaBundle":"/var/task/ca.pem"}}""");

        var fault = Assert.Single((await Read()).PceFaults, fault => fault.StartsWith("Pce:CaBundle", StringComparison.Ordinal));
        Assert.Contains("'/var/task/ca.pem' cannot be used", fault, StringComparison.Ordinal);
        Assert.Contains("--set Pce:CaBundle=FILE", fault, StringComparison.Ordinal);

        // One that this machine names itself is as wrong as ever.
        await Assert.ThrowsAsync<SettingsException>(() => Read(("SHIELD_PCE__CABUNDLE", "/nowhere/ca.pem")));
    }

    [Fact]
    public async Task Name_a_list_beside_the_function_of_which_the_copy_here_leaves_nothing_out()
    {
        await aws.PutParameterAsync(
            $"{Prefix}/settings",
            """{"NeverBlock":{"Files":[{"Name":"cdn","Path":"/var/task/cdn.txt","Format":"plain","Kind":"front-door"}]}}"""
        );
        (string, string)[] Here(string name, string path) =>
            [
                ("SHIELD_NEVERBLOCK__FILES__0__NAME", name),
                ("SHIELD_NEVERBLOCK__FILES__0__PATH", path),
                ("SHIELD_NEVERBLOCK__FILES__0__FORMAT", "plain"),
                ("SHIELD_NEVERBLOCK__FILES__0__KIND", "front-door"),
            ];

        Assert.Empty((await Read(Here("cdn", "/home/ann/cdn.txt"))).Warnings);
        Assert.Contains(
            "leaves out /var/task/cdn.txt",
            Assert.Single((await Read(Here("mine", "/home/ann/mine.txt"))).Warnings),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("""{"Pce":{"ApiSecret":"hush-hush"}}""", "holds Pce:ApiSecret, and this parameter is no secret")]
    [InlineData("""{"Pce":{"Urll":"https://pce.example.com"}}""", "Pce:Urll: is no setting")]
    [InlineData("hush-hush", "is no settings file")]
    public async Task Are_refused_where_the_operators_parameter_holds_what_it_must_not(string text, string why)
    {
        await aws.PutParameterAsync($"{Prefix}/settings", text);

        var refused = await Assert.ThrowsAsync<SettingsException>(() => Read());

        Assert.Contains($"{Prefix}/settings", refused.Message, StringComparison.Ordinal);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", refused.Message, StringComparison.Ordinal);
    }

    private IEnumerable<string> Requests() =>
        aws.Wire.Requests.Where(body =>
            body.Contains(Prefix, StringComparison.Ordinal) && body.Contains("WithDecryption", StringComparison.Ordinal)
        );

    private Task<ShieldSettings> Read(params (string Name, string Value)[] environment) => Read(_stack, environment);

    private static async Task<ShieldSettings> Read(string stack, params (string Name, string Value)[] environment)
    {
        using var store = ParameterStore.Connect(region: null);
        ImmutableArray<SettingLayer> stronger =
        [
            SettingLayer.OfEnvironment((IDictionary)environment.ToDictionary(pair => pair.Name, pair => pair.Value)),
        ];
        var read = await StackSettings.ReadAsync(stack, stronger, store, TestContext.Current.CancellationToken);
        return ShieldSettings.From(read.Layers, needsPce: false, read.WhyNoKey);
    }
}
