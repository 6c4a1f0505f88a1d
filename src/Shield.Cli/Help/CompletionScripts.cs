using System.Collections.Immutable;

namespace Shield.Cli.Help;

/// <summary>
/// Completion scripts for shells. They ask the program itself what may follow (<c>shield '[suggest:POSITION]' 'LINE'</c>), so they need no
/// change when commands change.
/// </summary>
internal static class CompletionScripts
{
    private static readonly ImmutableSortedDictionary<string, string> Scripts = ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        new KeyValuePair<string, string>[]
        {
            new(
                "bash",
                """
                # shield completion bash > /etc/bash_completion.d/shield, or in ~/.bashrc: source <(shield completion bash)
                _shield() {
                    local word="${COMP_WORDS[COMP_CWORD]}" line
                    COMPREPLY=()
                    while IFS= read -r line; do
                        [[ $line == "$word"* ]] && COMPREPLY+=("$line")
                    done < <("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
                }
                complete -o default -F _shield shield

                """
            ),
            new(
                "zsh",
                """
                #compdef shield
                # In ~/.zshrc, after compinit: source <(shield completion zsh)
                _shield() {
                    local -a found
                    found=("${(@f)$("${words[1]}" "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
                    compadd -- "${found[@]}"
                }
                compdef _shield shield

                """
            ),
            new(
                "fish",
                """
                # shield completion fish > ~/.config/fish/completions/shield.fish
                complete -c shield -a "(shield '[suggest:'(commandline -C)']' (commandline -cp) 2>/dev/null)"

                """
            ),
            new(
                "pwsh",
                """
                # In $PROFILE: shield completion pwsh | Out-String | Invoke-Expression
                Register-ArgumentCompleter -Native -CommandName shield -ScriptBlock {
                    param($word, $ast, $position)
                    shield "[suggest:$position]" "$ast" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                    }
                }

                """
            ),
        }
    );

    public static ImmutableArray<string> Shells => [.. Scripts.Keys];

    public static string Of(string shell) => Scripts[shell];
}
