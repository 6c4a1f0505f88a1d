using System.Text.Json.Nodes;

namespace Shield.Tests.Deploy;

/// <summary>deploy/*.yaml as AWS's own transform turns it into CloudFormation.</summary>
internal static class Template
{
    private static readonly Lazy<Task<string>> Translated = new(() => TranslateAsync("template.yaml"));
    private static readonly Lazy<Task<string>> TranslatedMember = new(() => TranslateAsync("member.yaml"));

    public static string PathOf(string name) => RepositoryFolder.Path("deploy", name);

    /// <summary>Of the stack. Skips the test where Python has no samtranslator.</summary>
    public static Task<string> TextAsync() => CheckedAsync(Translated);

    /// <summary>Of what is deployed in other accounts and regions.</summary>
    public static Task<string> MemberTextAsync() => CheckedAsync(TranslatedMember);

    public static async Task<JsonObject> ReadAsync() => JsonNode.Parse(await TextAsync())!.AsObject();

    public static async Task<JsonObject> ReadMemberAsync() => JsonNode.Parse(await MemberTextAsync())!.AsObject();

    /// <summary>Everything below, itself included.</summary>
    public static IEnumerable<JsonNode> Below(JsonNode? node) =>
        node switch
        {
            JsonObject members => members.SelectMany(member => Below(member.Value)).Prepend(members),
            JsonArray items => items.SelectMany(Below).Prepend(items),
            null => [],
            _ => [node],
        };

    /// <summary>The texts in it, whatever function of CloudFormation they stand in.</summary>
    public static IEnumerable<string> Texts(JsonNode? node) =>
        Below(node).OfType<JsonValue>().Select(value => value.TryGetValue<string>(out var text) ? text : value.ToJsonString());

    private static async Task<string> CheckedAsync(Lazy<Task<string>> translated)
    {
        await Tool.NeedsPythonAsync("samtranslator", "pip install aws-sam-translator==1.110.0");
        return await translated.Value;
    }

    private static async Task<string> TranslateAsync(string name)
    {
        var run = await Tool.RunAsync(
            "python3",
            [Path.Combine(AppContext.BaseDirectory, "Deploy", "translate.py"), PathOf(name)],
            environment: new Dictionary<string, string?> { ["AWS_DEFAULT_REGION"] = "eu-west-1" }
        );
        return run.Code is 0 ? run.Output : throw new InvalidOperationException(run.Error);
    }
}
