namespace Shield.Core.Findings;

/// <summary>A value as a finding spells it: read, or what is wrong with it; neither where it is absent.</summary>
internal readonly record struct Spelled<T>(T? Value, string? Fault)
    where T : struct
{
    public bool IsAbsent => Value is null && Fault is null;

    /// <returns>The value; null where it is absent or faulty, and then the fault is added.</returns>
    public T? Or(List<string> faults, string path)
    {
        if (Fault is not null)
        {
            faults.Add($"{path}{Fault}");
        }

        return Value;
    }

    /// <inheritdoc cref="Or(List{string}, string)"/>
    public T? Or(List<string> faults, JsonPath path, string member) => Fault is null ? Value : Or(faults, $"{path}.{member}");
}
