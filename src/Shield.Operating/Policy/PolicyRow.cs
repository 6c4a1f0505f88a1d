using Shield.Hosting.Settings;

namespace Shield.Operating.Policy;

/// <summary>Of <c>policy show</c>.</summary>
/// <param name="Origin"><c>default</c>, <c>parameter</c>, <c>file</c>, <c>environment</c> or <c>flag</c>.</param>
public sealed record PolicyRow(string Key, string Value, string Origin, string? Place, string? Remark)
{
    public static PolicyRow Of(SettingInForce setting) =>
        new(setting.Key, setting.Value, PolicyWords.OriginOf(setting.Source), setting.Place, setting.Remark);
}

public static class PolicyWords
{
    public static string OriginOf(SettingSource? source) => source is { } given ? WordOf(given) : "default";

    private static string WordOf(SettingSource source) =>
        source switch
        {
            SettingSource.Parameter => "parameter",
            SettingSource.File => "file",
            SettingSource.Environment => "environment",
            SettingSource.Flag => "flag",
        };
}
