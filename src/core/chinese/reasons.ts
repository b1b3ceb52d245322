/** Why something did not go, as the system says it. */
import type { Catalogue } from './catalogue.ts';

export const reasons: Catalogue = {
  'there is no such file or directory': '没有这个文件或目录',
  'permission denied': '没有权限',
  'it is a directory': '它是一个目录',
  'it is no file': '它不是普通文件',
  'that is no name': '这不是名字',
  'it is too large for a program': '作为程序太大了',
  'a part of the path is not a directory': '路径中有一段不是目录',
  'the disk is full': '磁盘满了',
  'the disk quota is used up': '磁盘配额用完了',
  'the file system is read-only': '文件系统是只读的',
  'its links go round in a circle': '它的链接绕成了一圈',
  'its name is too long': '名字太长',
  'the file would be too large': '文件会太大',
  'it is closed': '它已经关闭',
};
