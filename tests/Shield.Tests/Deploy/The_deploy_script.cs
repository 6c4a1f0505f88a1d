using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shield.Moto;

namespace Shield.Tests.Deploy;

/// <summary>
/// deploy/deploy.sh against moto, with the real AWS CLI. moto knows no transform, so the script finds the translated template in the place
/// of the other; and a program that only writes down how it was called in the place of <c>./shield</c>.
/// </summary>
public sealed class The_deploy_script : IDisposable
{
    private const string Key = """{"ApiKey":"api_1a2b","ApiSecret":"tr\"icky\\and/long+="}""";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("shield-deploy-");
    private readonly MotoServer _moto;

    public The_deploy_script(MotoServer moto) => _moto = moto;

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task Deploys_updates_and_removes()
    {
        using var aws = new MotoAws(await PrepareAsync());
        await System.IO.File.WriteAllTextAsync(File("ca.pem"), "authorities");

        var first = await RunAsync(
            Key + "\n",
            [
                "--stack",
                "script",
                "--config",
                File("shield.json"),
                "--key-file",
                "-",
                "--zip",
                File("code.zip"),
                "--arch",
                "x64",
                "--with",
                File("ca.pem"),
                "--tag",
                "team=soc",
                .. await DefaultsAsync(),
            ]
        );
        Assert.True(first.Code is 0, first.All);
        Assert.DoesNotContain("icky", first.All, StringComparison.Ordinal);
        Assert.Equal(("SecureString", Key), Swapped(await aws.ParameterAsync("/guardduty-shield/script/pce-key")));
        Assert.Equal(
            ("String", (await System.IO.File.ReadAllTextAsync(File("shield.json"))).TrimEnd()),
            Swapped(await aws.ParameterAsync("/guardduty-shield/script/settings"))
        );
        var published = JsonNode.Parse((await aws.ParameterAsync("/guardduty-shield/script/stack"))!.Value.Value)!;
        Assert.Equal("prod", published["Pce"]!["OwnerId"]!.GetValue<string>());
        Assert.Equal(
            ["policy show --config shield.json --set Pce:CaBundle=ca.pem", "doctor --stack script --config shield.json"],
            (await System.IO.File.ReadAllLinesAsync(File("calls"))).Select(call => Regex.Replace(call, "([= ])/[^ ]*/", "$1"))
        );
        Assert.Equal(["bootstrap", "ca.pem"], await DeployedAsync(aws));

        // Neither settings, key, tags nor files are named: they stay. The owner is the stack's.
        var again = await RunAsync(
            "",
            ["--stack", "script", "--zip", File("code.zip"), "--no-doctor", .. await DefaultsAsync(), "--set", "LogRetentionDays=90"]
        );
        Assert.True(again.Code is 0, again.All);
        Assert.Equal(("SecureString", Key), Swapped(await aws.ParameterAsync("/guardduty-shield/script/pce-key")));
        var stack = (await aws.CloudFormationAsync("DescribeStacks", ("StackName", "script"))).Value;
        Assert.Contains("90", stack, StringComparison.Ordinal);
        Assert.Contains("x86_64", stack, StringComparison.Ordinal);
        Assert.Contains("teamsoc", Regex.Replace(stack, "\\s", ""), StringComparison.Ordinal);
        Assert.Equal(["bootstrap", "ca.pem"], await DeployedAsync(aws));

        await System.IO.File.WriteAllTextAsync(File("shield.json"), """{"Pce":{"OwnerId":"other"}}""");
        var other = await RunAsync("", "--stack", "script", "--config", File("shield.json"), "--zip", File("code.zip"), "--no-doctor");
        Assert.Equal(1, other.Code);
        Assert.Contains("owner is prod", other.Error, StringComparison.Ordinal);

        var removed = await RunAsync("", "--stack", "script", "--remove", "--yes");
        Assert.True(removed.Code is 0, removed.All);
        Assert.Null(await aws.ParameterAsync("/guardduty-shield/script/pce-key"));
        Assert.Null(await aws.ParameterAsync("/guardduty-shield/script/settings"));
    }

    [Fact]
    public async Task Refuses_settings_that_hold_the_key_before_anything_is_made()
    {
        using var aws = new MotoAws(await PrepareAsync());
        await System.IO.File.WriteAllTextAsync(File("shield.json"), """{"Pce":{"OwnerId":"prod","ApiSecret":"oh"}}""");
        var run = await RunAsync(Key, "--stack", "refused", "--config", File("shield.json"), "--key-file", "-", "--zip", File("code.zip"));
        Assert.Equal(1, run.Code);
        Assert.Contains("ApiSecret", run.Error, StringComparison.Ordinal);
        Assert.Null(await aws.ParameterAsync("/guardduty-shield/refused/settings"));
    }

    [Theory]
    [InlineData("package.sh", "mips", "usage")]
    [InlineData("deploy.sh", "--color", "there is no --color")]
    [InlineData("deploy.sh", "--stack=../x", "there is no --stack")]
    public async Task Says_what_it_does_not_understand(string script, string argument, string word)
    {
        await Tool.NeedsAsync("bash", "apt-get install bash");
        var run = await Tool.RunAsync("bash", [RepositoryFolder.Path("deploy", script), argument]);
        Assert.Equal(64, run.Code);
        Assert.Contains(word, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_without_a_word_from_shellcheck()
    {
        await Tool.NeedsAsync("shellcheck", "apt-get install shellcheck");
        var run = await Tool.RunAsync(
            "shellcheck",
            [RepositoryFolder.Path("deploy", "deploy.sh"), RepositoryFolder.Path("deploy", "package.sh")]
        );
        Assert.True(run.Code is 0, run.All);
    }

    /// <summary>What the function's zip holds.</summary>
    private static async Task<IEnumerable<string>> DeployedAsync(MotoAws aws)
    {
        var parameters = (await aws.CloudFormationAsync("DescribeStacks", ("StackName", "script")))
            .Descendants()
            .Where(element => element.Name.LocalName is "ParameterKey")
            .ToDictionary(key => key.Value, key => key.Parent!.Elements().Single(value => value.Name.LocalName is "ParameterValue").Value);
        using var zip = new ZipArchive(new MemoryStream(await aws.GetAsync($"/{parameters["CodeBucket"]}/{parameters["CodeKey"]}")));
        return [.. zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal)];
    }

    private static (string Type, string Value) Swapped((string Value, string Type)? parameter) =>
        (parameter!.Value.Type, parameter.Value.Value);

    /// <summary>Named, since moto's change sets do not carry previous lists on.</summary>
    private static async Task<IEnumerable<string>> DefaultsAsync() =>
        from parameter in (await Template.ReadAsync())["Parameters"]!.AsObject()
        where parameter.Key is not "Architecture" && parameter.Value!["Default"] is not null
        from argument in new[] { "--set", $"{parameter.Key}={parameter.Value!["Default"]}" }
        select argument;

    private string File(string name) => Path.Combine(_root.FullName, name);

    private async Task<Uri> PrepareAsync()
    {
        await Tool.NeedsAsync("aws", "pip install awscli==1.45.11");
        var address = await _moto.AddressAsync();
        _root.CreateSubdirectory("deploy");
        System.IO.File.Copy(RepositoryFolder.Path("deploy", "deploy.sh"), File("deploy/deploy.sh"));
        System.IO.File.Copy(RepositoryFolder.Path("deploy", "package.sh"), File("deploy/package.sh"));
        await System.IO.File.WriteAllTextAsync(File("deploy/template.yaml"), await Template.TextAsync());
        await System.IO.File.WriteAllTextAsync(File("shield"), $"#!/bin/sh\necho \"$*\" >>'{File("calls")}'\n");
        await Tool.RunAsync("chmod", ["+x", File("shield")]);
        await System.IO.File.WriteAllTextAsync(
            File("shield.json"),
            "{\n\t\"Pce\": { \"Url\": \"https://pce.example.com:8443\", \"OrgId\": \"1\", \"OwnerId\": \"prod\", "
                + "\"CaBundle\": \"/var/task/ca.pem\" }\n}\n"
        );
        await System.IO.File.WriteAllBytesAsync(File("code.zip"), A_stack.Code());
        return address;
    }

    private async Task<ToolRun> RunAsync(string input, params string[] arguments) =>
        await Tool.RunAsync(
            "bash",
            [File("deploy/deploy.sh"), .. arguments],
            input,
            new Dictionary<string, string?>
            {
                ["AWS_ENDPOINT_URL"] = (await _moto.AddressAsync()).ToString(),
                ["AWS_ACCESS_KEY_ID"] = "test",
                ["AWS_SECRET_ACCESS_KEY"] = "test",
                ["AWS_SESSION_TOKEN"] = null,
                ["AWS_PROFILE"] = null,
                ["AWS_REGION"] = "eu-west-1",
                ["AWS_CONFIG_FILE"] = File("no-config"),
                ["AWS_SHARED_CREDENTIALS_FILE"] = File("no-credentials"),
            }
        );
}
