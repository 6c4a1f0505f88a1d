namespace Shield.EndToEndTests.Cases;

/// <summary>A text that was read by a person once and must stay as it is.</summary>
internal static class Golden
{
    private const string Update = "SHIELD_UPDATE_CASES";

    /// <summary>With SHIELD_UPDATE_CASES=1 writes the file instead: then read what it wrote.</summary>
    public static void Matches(string file, string actual)
    {
        var text = string.Join('\n', actual.ReplaceLineEndings("\n").Trim('\n').Split('\n').Select(line => line.TrimEnd())) + '\n';
        if (Environment.GetEnvironmentVariable(Update) is "1")
        {
            File.WriteAllText(file, text);
            return;
        }

        Assert.True(File.Exists(file), $"{file} is missing; {Update}=1 writes it");
        Assert.Equal(File.ReadAllText(file), text);
    }
}
