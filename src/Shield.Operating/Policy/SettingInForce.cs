using Shield.Hosting.Settings;

namespace Shield.Operating.Policy;

/// <summary>One setting that decisions depend on, as <c>policy show</c> found it, before it is told as JSON or as text.</summary>
/// <param name="Key">As in <c>Policy:Autonomy</c>.</param>
/// <param name="Value">What counts.</param>
/// <param name="Source">What kind of place it comes from; null for the default.</param>
/// <param name="Place">The file, the parameter or the variable; null for a default and for a flag.</param>
/// <param name="Remark">Of a list: whose list it takes the place of, and what that leaves out. Null: of none.</param>
public sealed record SettingInForce(string Key, string Value, SettingSource? Source, string? Place, string? Remark);
