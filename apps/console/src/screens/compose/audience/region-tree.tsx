import {
  Checkbox,
  Group,
  ScrollArea,
  Stack,
  Text,
  TextInput,
  Tree,
  useTree,
  VisuallyHidden,
} from '@mantine/core';
import { memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Region } from '../../../api';
import { useRegions } from '../../../parts/regions/regions';
import type { ChangeForm } from '../form.rules';
import { childrenOf, withRegion } from './regions.rules';
import classes from './region-tree.module.css';

interface Node {
  value: string;
  label: string;
  children?: Node[];
}

/** Provinces with their regencies, and polling areas abroad; each can be chosen in whole or in part. */
export const RegionTree = memo(function RegionTree({
  regions,
  change,
}: {
  regions: readonly string[];
  change: ChangeForm;
}) {
  const { t } = useTranslation();
  const known = useRegions();
  const [sought, setSought] = useState('');
  const chosen = useMemo(() => new Set(regions), [regions]);
  const all = useMemo(() => nodesOf(known), [known]);
  const data = useMemo(() => matching(all, sought.trim().toLowerCase()), [all, sought]);
  const opened = useTree();
  const check = (code: string, wanted: boolean): void =>
    change((now) => ({ regions: withRegion(now.regions, code, wanted, known) }));
  // The form holds the choice: the tree's own state covers only the nodes that a search shows.
  const tree: typeof opened = {
    ...opened,
    isNodeChecked: (code) => chosen.has(code) || chosen.has(known.get(code)?.parentCode ?? ''),
    isNodeIndeterminate: (code) => !chosen.has(code) && regions.some((one) => one.startsWith(`${code}.`)),
    checkNode: (code) => check(code, true),
    uncheckNode: (code) => check(code, false),
  };
  return (
    <Stack gap="xs">
      <TextInput
        label={t('regions.seek')}
        value={sought}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setSought(text);
          if (text.trim() !== '') tree.expandAllNodes();
        }}
        maw={420}
      />
      <ScrollArea.Autosize
        mah={380}
        viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': t('regions.list') }}
      >
        {data.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('list.nothingFound')}
          </Text>
        ) : (
          <Tree
            aria-label={t('regions.list')}
            data={data}
            tree={tree}
            checkOnSpace
            expandOnSpace={false}
            expandOnClick={false}
            renderNode={({ node, expanded, hasChildren, elementProps }) => {
              const checked = tree.isNodeChecked(node.value);
              const part = tree.isNodeIndeterminate(node.value);
              return (
                <Group gap="xs" wrap="nowrap" {...elementProps}>
                  <Text
                    span
                    className={classes.opener}
                    aria-hidden
                    onClick={() => hasChildren && tree.toggleExpanded(node.value)}
                  >
                    {hasChildren && (expanded ? '▾' : '▸')}
                  </Text>
                  <Checkbox.Indicator
                    checked={checked}
                    indeterminate={part}
                    size="sm"
                    aria-hidden
                    onClick={() => (checked ? tree.uncheckNode(node.value) : tree.checkNode(node.value))}
                  />
                  <Text size="sm" onClick={() => hasChildren && tree.toggleExpanded(node.value)}>
                    {node.label}
                  </Text>
                  <VisuallyHidden>
                    {checked ? t('regions.chosen') : part ? t('regions.partly') : ''}
                  </VisuallyHidden>
                </Group>
              );
            }}
          />
        )}
      </ScrollArea.Autosize>
      <Text size="xs" c="dimmed">
        {t('regions.keys')}
      </Text>
    </Stack>
  );
});

function nodesOf(known: ReadonlyMap<string, Region>): Node[] {
  const below = childrenOf(known);
  const node = ({ code, name }: Region): Node => {
    const children = below.get(code);
    return { value: code, label: name, ...(children ? { children: children.map(node) } : {}) };
  };
  return [...known.values()].filter(({ parentCode }) => parentCode === null).map(node);
}

/** The nodes whose name contains the words sought, with their ancestors; a node found keeps all below it. */
function matching(nodes: readonly Node[], sought: string): Node[] {
  if (sought === '') return [...nodes];
  return nodes.flatMap((node) => {
    if (node.label.toLowerCase().includes(sought)) return [node];
    const children = matching(node.children ?? [], sought);
    return children.length > 0 ? [{ ...node, children }] : [];
  });
}
